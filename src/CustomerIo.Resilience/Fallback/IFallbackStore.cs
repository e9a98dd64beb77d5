namespace CustomerIo.Resilience.Fallback;

/// <summary>
/// Keeps operations while Customer.io cannot take them, and dead letters. Calls for different lanes come concurrently; for
/// one lane, one append, one read-and-complete and one erase may overlap. A method that throws has done nothing: the caller
/// keeps the operations and tries again.
/// </summary>
public interface IFallbackStore : IAsyncDisposable
{
    /// <summary>Whether what it took is still there after the process has ended.</summary>
    bool IsDurable { get; }

    /// <summary>Makes the store ready and tells what a former run left, lane by lane.</summary>
    ValueTask<IReadOnlyList<LaneBacklog>> OpenAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Keeps operations of one lane, in their order, or as many from the first as there is room for. When this returns, the
    /// taken ones are as durable as the store promises. An operation whose id it already has is taken once.
    /// </summary>
    ValueTask<AppendResult> AppendAsync(IReadOnlyList<Operation> operations, CancellationToken cancellationToken);

    /// <summary>
    /// The operations of a lane with the lowest sequences, without removing them: at most <paramref name="maxCount"/>, and no
    /// more than fit <paramref name="maxBytes"/>, but at least one if there is any.
    /// </summary>
    ValueTask<IReadOnlyList<Operation>> ReadAsync(int lane, int maxCount, int maxBytes, CancellationToken cancellationToken);

    /// <summary>
    /// Removes operations that were delivered or refused, and keeps the dead letters, all or nothing. Ids it does not have
    /// are passed over, and so are their dead letters: they were erased meanwhile. Gives how many it removed, merge barriers not
    /// counted.
    /// </summary>
    ValueTask<int> CompleteAsync(
        int lane, IReadOnlyList<Ulid> ids, IReadOnlyList<DeadLetter> deadLetters, CancellationToken cancellationToken);

    /// <summary>
    /// Removes what waits for one person on one lane with a sequence below <paramref name="beforeSequence"/> and is
    /// <see cref="OperationKinds.IsErasable"/>, and the person's dead letters. Gives how many waiting operations it removed.
    /// </summary>
    ValueTask<int> EraseAsync(int lane, string key, long beforeSequence, CancellationToken cancellationToken);

    /// <summary>Dead letters by ascending id, those after <paramref name="after"/>.</summary>
    ValueTask<IReadOnlyList<DeadLetter>> ListDeadLettersAsync(Ulid? after, int maxCount, CancellationToken cancellationToken);

    /// <summary>Removes a dead letter and gives it back; <see langword="null"/> if there is none with this id.</summary>
    ValueTask<DeadLetter?> TakeDeadLetterAsync(Ulid id, CancellationToken cancellationToken);

    /// <summary>How full the store is.</summary>
    StoreStatistics GetStatistics();
}
