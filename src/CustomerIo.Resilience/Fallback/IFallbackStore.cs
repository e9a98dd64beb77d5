namespace CustomerIo.Resilience.Fallback;

/// <summary>
/// Keeps operations that Customer.io cannot take yet, and dead letters. What waits is either on its lane, in the order of
/// positions, or parked: out of the lane's order, kept by key. Calls come concurrently. Every call is one change, whole or not
/// at all. One that threw may have happened; doing it again with the same operations is harmless.
/// </summary>
public interface IFallbackStore : IAsyncDisposable
{
    /// <summary>Whether what it took is still there after the process has ended.</summary>
    bool IsDurable { get; }

    /// <summary>
    /// Makes the store ready and tells what a former run left. Nothing else is called before. What waited on other lanes,
    /// because there were more or fewer, is on the lanes of <see cref="Operation.LaneOf"/> then.
    /// </summary>
    /// <param name="lanes">How many lanes there are.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="FallbackStoreException">It cannot be used, for example because another process does.</exception>
    ValueTask<StoreContents> OpenAsync(int lanes, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps operations, in their order, or as many from the first as there is room for: those with
    /// <see cref="Operation.Parked"/> parked, the others on their lanes. When this returns, the taken ones are as durable as the
    /// store promises. One that it already has, by position and id, is taken once.
    /// <para>
    /// A delete or suppress, which is always parked, finds room in a reserve of its own when there is none. With it go, in the
    /// same change: parked operations with a lower position that own its key and are <see cref="OperationKinds.IsErasable"/>;
    /// those that name its key and whose own key is held by one with a lower position that has failed; and the dead letters that
    /// own or name its key. What waits on the key's lane stays: the library leaves it out when it gets there.
    /// </para>
    /// </summary>
    ValueTask<AppendResult> AppendAsync(IReadOnlyList<Operation> operations, CancellationToken cancellationToken);

    /// <summary>
    /// The operations of a lane with the lowest positions above <paramref name="after"/>, without removing them: at most
    /// <paramref name="maxCount"/>, and no more than fit <paramref name="maxBytes"/>, but at least one if there is any.
    /// </summary>
    ValueTask<IReadOnlyList<Operation>> ReadAsync(
        int lane, long after, int maxCount, int maxBytes, CancellationToken cancellationToken);

    /// <summary>
    /// Same, for what is parked and owns a key, and whether the first of it has to wait for something older that is parked.
    /// </summary>
    ValueTask<ParkedBatch> ReadParkedAsync(string key, int maxCount, int maxBytes, CancellationToken cancellationToken);

    /// <summary>Makes changes, all or none.</summary>
    ValueTask<ChangeResult> ApplyAsync(StoreChanges changes, CancellationToken cancellationToken);

    /// <summary>Dead letters by ascending <see cref="DeadLetter.Number"/>.</summary>
    ValueTask<IReadOnlyList<DeadLetter>> ListDeadLettersAsync(
        DeadLetterQuery query, int maxCount, CancellationToken cancellationToken);

    /// <summary>How many dead letters there are, by reason and kind.</summary>
    ValueTask<IReadOnlyList<DeadLetterGroup>> GroupDeadLettersAsync(DeadLetterQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Moves dead letters back, by their ids, to the positions given, parked or on their lanes as given; payloads are those that
    /// the store has. Room is not asked for: they have theirs.
    /// </summary>
    /// <returns>Which of them wait now, by position and id; the others were dead letters no more.</returns>
    ValueTask<IReadOnlyList<Operation>> ReplayAsync(IReadOnlyList<Operation> operations, CancellationToken cancellationToken);

    /// <summary>Removes dead letters for good, and returns how many of them there were.</summary>
    ValueTask<int> RemoveDeadLettersAsync(IReadOnlyList<Ulid> ids, CancellationToken cancellationToken);

    /// <summary>How the store is doing.</summary>
    StoreStatistics GetStatistics();
}
