using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Tests.Support;

/// <summary>
/// A store that says it is durable, as far as the tests of one process can tell, and that takes nothing while told so.
/// </summary>
internal sealed class RoomyStore(FallbackOptions? options = null) : IFallbackStore
{
    private readonly InMemoryFallbackStore _inner = new(lanes: 256, options ?? new FallbackOptions(), TimeProvider.System);
    private volatile Exception? _failure;
    private volatile bool _isFull;

    public bool IsDurable => true;

    /// <summary>Takes nothing, and says so.</summary>
    public bool IsFull
    {
        get => _isFull;
        set => _isFull = value;
    }

    /// <summary>What appending throws.</summary>
    public Exception? Failure
    {
        get => _failure;
        set => _failure = value;
    }

    /// <summary>What reading waits for.</summary>
    public Task Readable { get; set; } = Task.CompletedTask;

    public ValueTask<IReadOnlyList<LaneBacklog>> OpenAsync(CancellationToken cancellationToken) =>
        _inner.OpenAsync(cancellationToken);

    public ValueTask<AppendResult> AppendAsync(IReadOnlyList<Operation> operations, CancellationToken cancellationToken) =>
        this switch
        {
            { Failure: { } failure } => throw failure,
            { IsFull: true } => new(new AppendResult(0, 0, [])),
            _ => _inner.AppendAsync(operations, cancellationToken),
        };

    public async ValueTask<IReadOnlyList<Operation>> ReadAsync(
        int lane, int maxCount, int maxBytes, CancellationToken cancellationToken)
    {
        await Readable.WaitAsync(cancellationToken);
        return await _inner.ReadAsync(lane, maxCount, maxBytes, cancellationToken);
    }

    public ValueTask<CompleteResult> CompleteAsync(
        int lane,
        IReadOnlyList<Operation> operations,
        IReadOnlyList<DeadLetter> deadLetters,
        CancellationToken cancellationToken) =>
        _inner.CompleteAsync(lane, operations, deadLetters, cancellationToken);

    public ValueTask<int> EraseAsync(int lane, IReadOnlyList<Erasure> erasures, CancellationToken cancellationToken) =>
        _inner.EraseAsync(lane, erasures, cancellationToken);

    public ValueTask<IReadOnlyList<DeadLetter>> ListDeadLettersAsync(
        Ulid? after, int maxCount, CancellationToken cancellationToken) =>
        _inner.ListDeadLettersAsync(after, maxCount, cancellationToken);

    public ValueTask<DeadLetter?> TakeDeadLetterAsync(Ulid id, CancellationToken cancellationToken) =>
        _inner.TakeDeadLetterAsync(id, cancellationToken);

    public StoreStatistics GetStatistics() => _inner.GetStatistics();

    public ValueTask DisposeAsync() => _inner.DisposeAsync();
}
