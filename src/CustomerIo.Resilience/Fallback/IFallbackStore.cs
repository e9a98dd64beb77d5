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
    /// <exception cref="FallbackStoreException">It cannot be used, for example because another process does.</exception>
    ValueTask<IReadOnlyList<LaneBacklog>> OpenAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Keeps operations of one lane, in their order, or as many from the first as there is room for. When this returns, the
    /// taken ones are as durable as the store promises. One that it already has, by sequence and id, is taken once.
    /// </summary>
    ValueTask<AppendResult> AppendAsync(IReadOnlyList<Operation> operations, CancellationToken cancellationToken);

    /// <summary>
    /// The operations of a lane with the lowest sequences, without removing them: at most <paramref name="maxCount"/>, and no
    /// more than fit <paramref name="maxBytes"/>, but at least one if there is any.
    /// </summary>
    ValueTask<IReadOnlyList<Operation>> ReadAsync(int lane, int maxCount, int maxBytes, CancellationToken cancellationToken);

    /// <summary>
    /// Removes operations of a lane that were delivered or refused, and keeps the dead letters, all or nothing. Operations it
    /// does not have are passed over, and so are their dead letters: they were erased meanwhile. A dead letter of an operation
    /// that is not among <paramref name="operations"/> was sent from memory and is kept.
    /// </summary>
    ValueTask<CompleteResult> CompleteAsync(
        int lane,
        IReadOnlyList<Operation> operations,
        IReadOnlyList<DeadLetter> deadLetters,
        CancellationToken cancellationToken);

    /// <summary>
    /// Removes what waits on one lane for some people and is <see cref="OperationKinds.IsErasable"/>, and the people's dead
    /// letters. Gives how many waiting operations it removed.
    /// </summary>
    ValueTask<int> EraseAsync(int lane, IReadOnlyList<Erasure> erasures, CancellationToken cancellationToken);

    /// <summary>Dead letters by ascending id, those after <paramref name="after"/>.</summary>
    ValueTask<IReadOnlyList<DeadLetter>> ListDeadLettersAsync(Ulid? after, int maxCount, CancellationToken cancellationToken);

    /// <summary>Removes a dead letter and gives it back; <see langword="null"/> if there is none with this id.</summary>
    ValueTask<DeadLetter?> TakeDeadLetterAsync(Ulid id, CancellationToken cancellationToken);

    /// <summary>How the store is doing.</summary>
    StoreStatistics GetStatistics();
}
