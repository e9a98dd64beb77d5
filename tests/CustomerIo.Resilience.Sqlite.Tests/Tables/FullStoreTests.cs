using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Tests.Support;

namespace CustomerIo.Resilience.Sqlite.Tests.Tables;

public sealed class FullStoreTests : IDisposable
{
    private const int Reserve = 1_000;

    private readonly TempFolder _folder = new();
    private readonly StoreKit _kit;

    public FullStoreTests()
    {
        _kit = new StoreKit(_folder.NewFile());
        _kit.Bounds.MaxCount = 5;
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(StoreOverflow.Reject)]
    [InlineData(StoreOverflow.DropOldestEvents)]
    public async Task A_full_store_takes_what_it_already_has(StoreOverflow whenFull)
    {
        _kit.Bounds.WhenFull = whenFull;
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        Operation[] events = Events(1, 5);
        await store.AppendAsync(events, default);
        await store.ApplyAsync(new StoreChanges { Parked = [Sample.Parked(2)] }, default);

        AppendResult again = await store.AppendAsync(events, default);

        (again.Taken, again.Duplicates, again.Evicted.Count).ShouldBe((5, 5, 0));
        (await StoreKit.ReadAsync(store, 0)).Select(static operation => operation.Position).ShouldBe([1, 3, 4, 5]);
        store.GetStatistics().Parked.ShouldBe(1);
    }

    [Fact]
    public async Task The_next_run_recognises_what_this_one_took_on_its_lane_and_parked()
    {
        Operation[] operations = [Sample.Operation(1), Sample.Parked(2), Sample.Operation(3, lane: 2)];
        await using (SqliteFallbackStore store = await _kit.OpenAsync())
        {
            await store.AppendAsync(operations, default);
        }

        await using SqliteFallbackStore next = await _kit.OpenAsync();
        AppendResult again = await next.AppendAsync([.. operations, Sample.Operation(4)], default);

        (again.Taken, again.Duplicates).ShouldBe((4, 3));
    }

    [Fact]
    public async Task Events_that_a_failed_append_would_have_let_go_are_let_go_by_the_next()
    {
        _kit.Bounds.WhenFull = StoreOverflow.DropOldestEvents;
        _kit.Options.Vfs = WatchedVfs.Name;
        using WatchedFiles files = new(_kit.Path);
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        await store.AppendAsync(Events(1, 5), default);
        files.Fail(WatchedFiles.Full);
        (await store.AppendAsync(Events(6, 3), default)).Taken.ShouldBe(0);
        files.Mend();
        _kit.Time.Advance(TimeSpan.FromSeconds(1));

        AppendResult result = await store.AppendAsync(Events(6, 3), default);

        result.Taken.ShouldBe(3);
        result.Evicted.Select(Sample.TextOf).ShouldBe(Events(1, 3).Select(Sample.TextOf));
    }

    [Fact]
    public async Task The_oldest_events_of_all_lanes_go_and_one_that_came_late_is_among_them()
    {
        _kit.Bounds.WhenFull = StoreOverflow.DropOldestEvents;
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        await store.AppendAsync(
            [Sample.Operation(11), Sample.Event(12, lane: 3), Sample.Event(13), Sample.Operation(14), Sample.Event(15, lane: 3)], default);
        (await PositionsEvictedForAsync(store, 16, 17)).ShouldBe([12, 13]);
        await StoreKit.CompleteAsync(store, Sample.Operation(11));
        await store.AppendAsync([Sample.Event(3, lane: 1)], default);

        (await PositionsEvictedForAsync(store, 18, 19)).ShouldBe([3, 15]);
    }

    [Fact]
    public async Task Nothing_is_let_go_for_what_would_not_fit_all_the_same()
    {
        _kit.Bounds.WhenFull = StoreOverflow.DropOldestEvents;
        _kit.Bounds.MaxBytes = 1_000;
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        await store.AppendAsync([Sample.Event(1, bytes: 100), Sample.Operation(2, bytes: 800)], default);

        AppendResult result = await store.AppendAsync([Sample.Operation(3, bytes: 201)], default);

        (result.Taken, result.Evicted.Count).ShouldBe((0, 0));
        (await store.AppendAsync([Sample.Operation(3, bytes: 200)], default)).Evicted.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_parked_event_does_not_make_room()
    {
        _kit.Bounds.WhenFull = StoreOverflow.DropOldestEvents;
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        await store.AppendAsync(Events(1, 5), default);
        await store.ApplyAsync(
            new StoreChanges { Parked = [.. Events(1, 5).Select(static one => one.With(parked: new ParkedState(true)))] }, default);

        (await store.AppendAsync(Events(6, 1), default)).Taken.ShouldBe(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Deletes_have_a_reserve_that_they_give_back_and_that_takes_no_room_from_others(bool isReopened)
    {
        SqliteFallbackStore store = await _kit.OpenAsync();
        await store.AppendAsync(Events(1, 5), default);
        Operation[] deletes = [.. Enumerable.Range(10, Reserve + 1).Select(static position => Delete(position))];
        (await store.AppendAsync(deletes, default)).Taken.ShouldBe(Reserve);
        if (isReopened)
        {
            await store.DisposeAsync();
            store = await _kit.OpenAsync();
        }

        await using SqliteFallbackStore open = store;
        (await store.AppendAsync([deletes[^1]], default)).Taken.ShouldBe(0);
        (await store.AppendAsync(Events(6, 1), default)).Taken.ShouldBe(0);

        await StoreKit.CompleteAsync(store, deletes[0], Sample.Event(1));

        (await store.AppendAsync([Sample.Event(6), Sample.Event(7)], default)).Taken.ShouldBe(1);
        (await store.AppendAsync([deletes[^1]], default)).Taken.ShouldBe(1);
        store.GetStatistics().Count.ShouldBe(Reserve + 5);
    }

    [Fact]
    public async Task A_delete_that_a_full_disk_took_back_has_left_the_reserve()
    {
        _kit.Bounds.MaxCount = 0;
        _kit.Options.Vfs = WatchedVfs.Name;
        using WatchedFiles files = new(_kit.Path);
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        Operation[] deletes = [.. Enumerable.Range(1, Reserve).Select(static position => Delete(position))];
        await store.AppendAsync(deletes[1..], default);
        files.Fail(WatchedFiles.Full);
        (await store.AppendAsync(deletes[..1], default)).Taken.ShouldBe(0);
        files.Mend();
        _kit.Time.Advance(TimeSpan.FromSeconds(1));

        (await store.AppendAsync(deletes[..1], default)).Taken.ShouldBe(1);
        (await store.AppendAsync([Delete(Reserve + 1)], default)).Taken.ShouldBe(0);
    }

    [Fact]
    public async Task Bytes_have_the_same_reserve()
    {
        _kit.Bounds.MaxBytes = 100;
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        await store.AppendAsync([Sample.Operation(1, bytes: 90)], default);

        (await store.AppendAsync([Delete(2)], default)).Taken.ShouldBe(1);
        (await store.AppendAsync([Sample.Operation(3, bytes: 11)], default)).Taken.ShouldBe(0);
        (await store.AppendAsync([Sample.Operation(3, bytes: 10)], default)).Taken.ShouldBe(1);
    }

    private static Operation Delete(int position) => Sample.Operation(position, kind: OperationKind.Delete);

    private static Operation[] Events(int first, int count) => [.. Enumerable.Range(first, count).Select(static one => Sample.Event(one))];

    private static async Task<long[]> PositionsEvictedForAsync(SqliteFallbackStore store, params int[] positions)
    {
        AppendResult result = await store.AppendAsync([.. positions.Select(static one => Sample.Operation(one))], default);
        result.Taken.ShouldBe(positions.Length);
        return [.. result.Evicted.Select(static one => one.Position)];
    }
}
