using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Torture.Mixed.Producing;

/// <summary>
/// A store on a disk that fails at times: before anything has happened, or after it has, without saying so.
/// </summary>
internal sealed class TroubledStore(IFallbackStore inner, int seed) : IFallbackStore
{
    private readonly Random _random = new(seed);
    private readonly Lock _gate = new();
    private volatile bool _fails;

    /// <summary>The store without the trouble.</summary>
    public IFallbackStore Inner => inner;

    /// <summary>Told of all that was kept.</summary>
    public Action<IReadOnlyList<Operation>>? OnAppended { get; set; }

    public bool IsDurable => inner.IsDurable;

    public void SetFailing(bool fails) => _fails = fails;

    public ValueTask<StoreContents> OpenAsync(int lanes, CancellationToken cancellationToken) =>
        inner.OpenAsync(lanes, cancellationToken);

    public async ValueTask<AppendResult> AppendAsync(
        IReadOnlyList<Operation> operations, CancellationToken cancellationToken)
    {
        double luck = Draw();
        Fail(luck, below: 0.5);
        AppendResult result = await inner.AppendAsync(operations, cancellationToken);
        OnAppended?.Invoke(operations);
        Fail(luck, below: 0.7);
        return result;
    }

    public async ValueTask<IReadOnlyList<Operation>> ReadAsync(
        int lane, long after, int maxCount, int maxBytes, CancellationToken cancellationToken)
    {
        Fail(Draw(), below: 0.3);
        return await inner.ReadAsync(lane, after, maxCount, maxBytes, cancellationToken);
    }

    public async ValueTask<ParkedBatch> ReadParkedAsync(
        string key, int maxCount, int maxBytes, CancellationToken cancellationToken)
    {
        Fail(Draw(), below: 0.3);
        return await inner.ReadParkedAsync(key, maxCount, maxBytes, cancellationToken);
    }

    public async ValueTask<ChangeResult> ApplyAsync(StoreChanges changes, CancellationToken cancellationToken)
    {
        double luck = Draw();
        Fail(luck, below: 0.5);
        ChangeResult result = await inner.ApplyAsync(changes, cancellationToken);
        Fail(luck, below: 0.7);
        return result;
    }

    public ValueTask<IReadOnlyList<DeadLetter>> ListDeadLettersAsync(
        DeadLetterQuery query, int maxCount, CancellationToken cancellationToken) =>
        inner.ListDeadLettersAsync(query, maxCount, cancellationToken);

    public ValueTask<IReadOnlyList<DeadLetterGroup>> GroupDeadLettersAsync(
        DeadLetterQuery query, CancellationToken cancellationToken) => inner.GroupDeadLettersAsync(query, cancellationToken);

    public async ValueTask<IReadOnlyList<Operation>> ReplayAsync(
        IReadOnlyList<Operation> operations, CancellationToken cancellationToken)
    {
        double luck = Draw();
        Fail(luck, below: 0.4);
        IReadOnlyList<Operation> replayed = await inner.ReplayAsync(operations, cancellationToken);
        Fail(luck, below: 0.6);
        return replayed;
    }

    public ValueTask<int> RemoveDeadLettersAsync(IReadOnlyList<Ulid> ids, CancellationToken cancellationToken) =>
        inner.RemoveDeadLettersAsync(ids, cancellationToken);

    public StoreStatistics GetStatistics() => inner.GetStatistics();

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private double Draw()
    {
        lock (_gate)
        {
            return _random.NextDouble();
        }
    }

    private void Fail(double luck, double below)
    {
        if (_fails && luck < below)
        {
            throw new FallbackStoreException("The disk is full.");
        }
    }
}
