using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Tests.Support;

namespace CustomerIo.Resilience.Sqlite.Tests.Tables;

public sealed class TotalsTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly StoreKit _kit;

    public TotalsTests() => _kit = new StoreKit(_folder.NewFile());

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Several_lanes_are_counted_together_and_the_oldest_is_the_oldest_of_all()
    {
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        await store.AppendAsync([Sample.Operation(9, lane: 0, bytes: 10), Sample.Operation(5, lane: 2, bytes: 20)], default);
        await store.AppendAsync([Sample.Operation(7, lane: 1, bytes: 30), Sample.Operation(8, lane: 2, bytes: 40)], default);

        ShouldBe(store, 4, 100, oldest: 5);
    }

    [Fact]
    public async Task An_operation_that_comes_late_is_the_oldest_and_one_that_comes_in_order_is_not()
    {
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        await store.AppendAsync([Sample.Operation(5), Sample.Operation(3), Sample.Operation(4)], default);

        ShouldBe(store, 3, 120, oldest: 3);
    }

    [Fact]
    public async Task The_next_run_finds_the_same_and_where_each_lane_begins_and_ends()
    {
        await using (SqliteFallbackStore store = await _kit.OpenAsync())
        {
            await store.AppendAsync([Sample.Operation(4), Sample.Operation(6), Sample.Operation(2, lane: 3, bytes: 7)], default);
            await store.CompleteAsync(0, [Sample.Operation(4)], [], default);
            await store.AppendAsync([Sample.Operation(1, lane: 1)], default);
            await store.CompleteAsync(1, [Sample.Operation(1, lane: 1)], [], default);
        }

        SqliteFallbackStore again = _kit.Make();
        await using (again)
        {
            (await again.OpenAsync(default)).ShouldBe([new LaneBacklog(0, 1, 6, 6), new LaneBacklog(3, 1, 2, 2)]);
            ShouldBe(again, 2, 47, oldest: 2);
        }
    }

    [Fact]
    public async Task A_lane_that_was_emptied_has_no_oldest()
    {
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        await store.AppendAsync([Sample.Operation(1), Sample.Operation(5, lane: 1)], default);
        await store.CompleteAsync(0, [Sample.Operation(1)], [], default);

        ShouldBe(store, 1, 40, oldest: 5);

        await StoreKit.ReadAsync(store, 0);
        await store.AppendAsync([Sample.Operation(7)], default);

        ShouldBe(store, 2, 80, oldest: 5);
    }

    [Fact]
    public async Task After_the_oldest_went_the_next_look_knows_the_next()
    {
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        await store.AppendAsync([Sample.Operation(1), Sample.Operation(2), Sample.Operation(3)], default);
        await store.CompleteAsync(0, [Sample.Operation(1)], [], default);

        await StoreKit.ReadAsync(store, 0, maxCount: 1);

        ShouldBe(store, 2, 80, oldest: 2);
    }

    [Fact]
    public async Task What_a_full_disk_took_back_was_never_counted()
    {
        _kit.Options.Vfs = WatchedVfs.Name;
        using WatchedFiles files = new(_kit.Path);
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        await store.AppendAsync([Sample.Operation(2), Sample.Operation(4, lane: 1, bytes: 50)], default);
        files.Fail(WatchedFiles.Full);

        await store.AppendAsync([Sample.Operation(1), Sample.Operation(3, lane: 1), Sample.Operation(1, lane: 2)], default);

        ShouldBe(store, 2, 90, oldest: 2);
        files.Mend();
        _kit.Time.Advance(TimeSpan.FromSeconds(1));
        await store.AppendAsync([Sample.Operation(5, lane: 3, bytes: 10)], default);
        ShouldBe(store, 3, 100, oldest: 2);
    }

    [Fact]
    public async Task Merge_barriers_are_stored_but_are_nobodys_operations()
    {
        _kit.Bounds.MaxCount = 2;
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        Operation barrier = Sample.Operation(1, kind: OperationKind.MergeBarrier);

        AppendResult result = await store.AppendAsync([barrier, Sample.Operation(2), Sample.Operation(3)], default);

        result.Taken.ShouldBe(3);
        ShouldBe(store, 2, 80, oldest: 1);
        (await store.CompleteAsync(0, [barrier, Sample.Operation(2)], [], default)).Removed.ShouldBe(1);
        ShouldBe(store, 1, 40, oldest: 1);
    }

    private static void ShouldBe(SqliteFallbackStore store, long count, long bytes, int oldest)
    {
        StoreStatistics statistics = store.GetStatistics();
        (statistics.Count, statistics.Bytes).ShouldBe((count, bytes));
        statistics.OldestAt.ShouldBe(Sample.Start.AddSeconds(oldest));
    }
}
