using CustomerIo.Resilience.Fallback;
using static CustomerIo.Resilience.Testing.Stores.StoreExpectations;

namespace CustomerIo.Resilience.Testing.Stores;

/// <summary>A store under test, and the calls to it.</summary>
internal sealed class StoreBench(ManualClock clock, Func<ValueTask<IFallbackStore>> make) : IAsyncDisposable
{
    public const int Lanes = 4;

    private IFallbackStore? _store;

    public IFallbackStore Store => _store!;

    public StoreStatistics Statistics => Store.GetStatistics();

    /// <summary>Opens the store; again, it closes it first, as a process that ends and starts.</summary>
    public async Task<StoreContents> OpenAsync(int lanes = Lanes)
    {
        await DisposeAsync().ConfigureAwait(false);
        _store = await make().ConfigureAwait(false);
        return await _store.OpenAsync(lanes, CancellationToken.None).ConfigureAwait(false);
    }

    public void Advance(TimeSpan by) => clock.Advance(by);

    public async Task<AppendResult> AppendAsync(params Operation[] operations) =>
        await Store.AppendAsync(operations, CancellationToken.None).ConfigureAwait(false);

    public async Task<IReadOnlyList<Operation>> ReadAsync(
        int lane = 0, int maxCount = 1_000, int maxBytes = 1_000_000, long after = 0) =>
        await Store.ReadAsync(lane, after, maxCount, maxBytes, CancellationToken.None).ConfigureAwait(false);

    public async Task<ParkedBatch> ReadParkedAsync(string key, int maxCount = 1_000, int maxBytes = 1_000_000) =>
        await Store.ReadParkedAsync(key, maxCount, maxBytes, CancellationToken.None).ConfigureAwait(false);

    public Task<ChangeResult> CompleteAsync(params Operation[] operations) =>
        ApplyAsync(new StoreChanges { Completed = operations });

    public Task<ChangeResult> RefuseAsync(params DeadLetter[] letters) =>
        ApplyAsync(new StoreChanges { DeadLetters = letters });

    public Task<ChangeResult> ParkAsync(params Operation[] operations) =>
        ApplyAsync(new StoreChanges { Parked = operations });

    public async Task<ChangeResult> ApplyAsync(StoreChanges changes) =>
        await Store.ApplyAsync(changes, CancellationToken.None).ConfigureAwait(false);

    public async Task<IReadOnlyList<DeadLetter>> ListAsync(DeadLetterQuery? query = null, int maxCount = 1_000) =>
        await Store.ListDeadLettersAsync(query ?? new DeadLetterQuery(), maxCount, CancellationToken.None)
            .ConfigureAwait(false);

    public async Task<IReadOnlyList<DeadLetterGroup>> GroupAsync(DeadLetterQuery? query = null) =>
        await Store.GroupDeadLettersAsync(query ?? new DeadLetterQuery(), CancellationToken.None).ConfigureAwait(false);

    public async Task<IReadOnlyList<Operation>> ReplayAsync(params Operation[] operations) =>
        await Store.ReplayAsync(operations, CancellationToken.None).ConfigureAwait(false);

    public async Task<int> RemoveAsync(params Ulid[] ids) =>
        await Store.RemoveDeadLettersAsync(ids, CancellationToken.None).ConfigureAwait(false);

    public async Task ExpectLaneAsync(string what, int lane, params long[] positions) => ExpectList(
        $"{what}, positions of lane {lane}",
        positions,
        (await ReadAsync(lane).ConfigureAwait(false)).Select(static operation => operation.Position));

    public async Task ExpectParkedAsync(string what, string key, params long[] positions) => ExpectList(
        $"{what}, positions of what is parked",
        positions,
        (await ReadParkedAsync(key).ConfigureAwait(false)).Operations.Select(static operation => operation.Position));

    /// <summary>The dead letters are those of the operations that are made with these numbers.</summary>
    public async Task ExpectLettersAsync(string what, params int[] numbers) => ExpectList(
        $"{what}, dead letters",
        numbers,
        (await ListAsync().ConfigureAwait(false)).Select(static letter => Samples.NumberOf(letter.Operation.Id)));

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _store, null) is { } store)
        {
            await store.DisposeAsync().ConfigureAwait(false);
        }
    }
}
