using System.Runtime.InteropServices;

namespace CustomerIo.Resilience.Fallback;

/// <summary>Any store, with the payloads encrypted. Keys, kinds and times stay readable: order and erasure need them.</summary>
internal sealed class ProtectedStore(IFallbackStore inner, IPayloadProtector protector) : IFallbackStore
{
    public bool IsDurable => inner.IsDurable;

    public ValueTask<IReadOnlyList<LaneBacklog>> OpenAsync(CancellationToken cancellationToken) =>
        inner.OpenAsync(cancellationToken);

    public ValueTask<AppendResult> AppendAsync(IReadOnlyList<Operation> operations, CancellationToken cancellationToken) =>
        inner.AppendAsync([.. operations.Select(Protect)], cancellationToken);

    public async ValueTask<IReadOnlyList<Operation>> ReadAsync(
        int lane, int maxCount, int maxBytes, CancellationToken cancellationToken)
    {
        IReadOnlyList<Operation> operations =
            await inner.ReadAsync(lane, maxCount, maxBytes, cancellationToken).ConfigureAwait(false);
        return [.. operations.Select(Unprotect)];
    }

    public ValueTask<CompleteResult> CompleteAsync(
        int lane,
        IReadOnlyList<Operation> operations,
        IReadOnlyList<DeadLetter> deadLetters,
        CancellationToken cancellationToken) =>
        inner.CompleteAsync(
            lane, operations, [.. deadLetters.Select(letter => letter.With(Protect(letter.Operation)))], cancellationToken);

    public ValueTask<int> EraseAsync(int lane, IReadOnlyList<Erasure> erasures, CancellationToken cancellationToken) =>
        inner.EraseAsync(lane, erasures, cancellationToken);

    public async ValueTask<IReadOnlyList<DeadLetter>> ListDeadLettersAsync(
        Ulid? after, int maxCount, CancellationToken cancellationToken)
    {
        IReadOnlyList<DeadLetter> letters =
            await inner.ListDeadLettersAsync(after, maxCount, cancellationToken).ConfigureAwait(false);
        return [.. letters.Select(letter => letter.With(Unprotect(letter.Operation)))];
    }

    public async ValueTask<DeadLetter?> TakeDeadLetterAsync(Ulid id, CancellationToken cancellationToken) =>
        await inner.TakeDeadLetterAsync(id, cancellationToken).ConfigureAwait(false) is { } letter
            ? letter.With(Unprotect(letter.Operation))
            : null;

    public StoreStatistics GetStatistics() => inner.GetStatistics();

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private Operation Protect(Operation operation) => operation.Payload.IsEmpty
        ? operation
        : operation.With(protector.Protect(ArrayOf(operation.Payload)));

    private Operation Unprotect(Operation operation) => operation.Payload.IsEmpty
        ? operation
        : operation.With(protector.Unprotect(ArrayOf(operation.Payload)));

    private static byte[] ArrayOf(ReadOnlyMemory<byte> payload) =>
        MemoryMarshal.TryGetArray(payload, out ArraySegment<byte> segment) && segment.Count == segment.Array!.Length
            ? segment.Array
            : payload.ToArray();
}
