using System.Runtime.InteropServices;

namespace CustomerIo.Resilience.Fallback;

/// <summary>
/// Any store, with the payloads encrypted. Everything else stays readable: order and erasure need it. A payload that cannot be
/// decrypted at the moment stops nothing: its operation is given as unreadable.
/// </summary>
internal sealed class ProtectedStore(IFallbackStore inner, IPayloadProtector protector) : IFallbackStore
{
    public bool IsDurable => inner.IsDurable;

    public ValueTask<StoreContents> OpenAsync(int lanes, CancellationToken cancellationToken) =>
        inner.OpenAsync(lanes, cancellationToken);

    public async ValueTask<AppendResult> AppendAsync(
        IReadOnlyList<Operation> operations, CancellationToken cancellationToken)
    {
        AppendResult result =
            await inner.AppendAsync([.. operations.Select(Protect)], cancellationToken).ConfigureAwait(false);
        return result.Evicted.Count == 0 && result.Erased.Count == 0
            ? result
            : new AppendResult
            {
                Taken = result.Taken,
                Duplicates = result.Duplicates,
                Evicted = Unprotect(result.Evicted),
                Erased = [.. result.Erased.Select(static one => one.With(ReadOnlyMemory<byte>.Empty))],
                ErasedLetters = result.ErasedLetters,
            };
    }

    public async ValueTask<IReadOnlyList<Operation>> ReadAsync(
        int lane, long after, int maxCount, int maxBytes, CancellationToken cancellationToken) =>
        Unprotect(await inner.ReadAsync(lane, after, maxCount, maxBytes, cancellationToken).ConfigureAwait(false));

    public async ValueTask<ParkedBatch> ReadParkedAsync(
        string key, int maxCount, int maxBytes, CancellationToken cancellationToken)
    {
        ParkedBatch batch = await inner.ReadParkedAsync(key, maxCount, maxBytes, cancellationToken).ConfigureAwait(false);
        return new ParkedBatch { Operations = Unprotect(batch.Operations), IsBlocked = batch.IsBlocked };
    }

    public ValueTask<ChangeResult> ApplyAsync(StoreChanges changes, CancellationToken cancellationToken) =>
        changes.DeadLetters.Count == 0
            ? inner.ApplyAsync(changes, cancellationToken)
            : inner.ApplyAsync(
                new StoreChanges
                {
                    Completed = changes.Completed,
                    DeadLetters = [.. changes.DeadLetters.Select(letter => letter.With(Protect(letter.Operation)))],
                    Parked = changes.Parked,
                },
                cancellationToken);

    public async ValueTask<IReadOnlyList<DeadLetter>> ListDeadLettersAsync(
        DeadLetterQuery query, int maxCount, CancellationToken cancellationToken)
    {
        IReadOnlyList<DeadLetter> letters =
            await inner.ListDeadLettersAsync(query, maxCount, cancellationToken).ConfigureAwait(false);
        return [.. letters.Select(letter => letter.With(Unprotect(letter.Operation)))];
    }

    public ValueTask<IReadOnlyList<DeadLetterGroup>> GroupDeadLettersAsync(
        DeadLetterQuery query, CancellationToken cancellationToken) => inner.GroupDeadLettersAsync(query, cancellationToken);

    // The payloads are those that the inner store has: they stay encrypted on their way.
    public ValueTask<IReadOnlyList<Operation>> ReplayAsync(
        IReadOnlyList<Operation> operations, CancellationToken cancellationToken) =>
        inner.ReplayAsync(operations, cancellationToken);

    public ValueTask<int> RemoveDeadLettersAsync(IReadOnlyList<Ulid> ids, CancellationToken cancellationToken) =>
        inner.RemoveDeadLettersAsync(ids, cancellationToken);

    public StoreStatistics GetStatistics() => inner.GetStatistics();

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private static byte[] ArrayOf(ReadOnlyMemory<byte> payload) =>
        MemoryMarshal.TryGetArray(payload, out ArraySegment<byte> segment) && segment.Count == segment.Array!.Length
            ? segment.Array
            : payload.ToArray();

    // An empty one is of an operation that was given as unreadable: the inner store has it.
    private Operation Protect(Operation operation) =>
        operation.Payload.IsEmpty ? operation : operation.With(protector.Protect(ArrayOf(operation.Payload)));

    private IReadOnlyList<Operation> Unprotect(IReadOnlyList<Operation> operations) => [.. operations.Select(Unprotect)];

    private Operation Unprotect(Operation operation)
    {
        if (operation.IsUnreadable)
        {
            return operation;
        }

        try
        {
            return operation.With(protector.Unprotect(ArrayOf(operation.Payload)));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return operation.With(ReadOnlyMemory<byte>.Empty, isUnreadable: true);
        }
    }
}
