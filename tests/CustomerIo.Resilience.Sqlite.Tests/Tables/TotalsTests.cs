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
    public async Task What_is_parked_counts_and_is_told_apart_but_is_not_the_oldest()
    {
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        await store.AppendAsync([Sample.Parked(1), Sample.Operation(2), Sample.Operation(3)], default);

        ShouldBe(store, 3, 120, oldest: 2, parked: 1);
        await store.ApplyAsync(new StoreChanges { Parked = [Sample.Parked(2)] }, default);
        ShouldBe(store, 3, 120, oldest: 3, parked: 2);
        await StoreKit.CompleteAsync(store, Sample.Parked(1), Sample.Operation(3));
        store.GetStatistics().ShouldBe(new StoreStatistics(1, 40, null, 1, 0));
    }

    [Fact]
    public async Task The_next_run_finds_the_same_and_where_each_lane_begins_and_ends()
    {
        await using (SqliteFallbackStore store = await _kit.OpenAsync())
        {
            await store.AppendAsync([Sample.Operation(4), Sample.Operation(6), Sample.Operation(2, lane: 3, bytes: 7)], default);
            await StoreKit.CompleteAsync(store, Sample.Operation(4));
            await store.AppendAsync([Sample.Operation(1, lane: 1), Sample.Parked(9, lane: 2)], default);
            await StoreKit.CompleteAsync(store, Sample.Operation(1, lane: 1));
        }

        await using SqliteFallbackStore again = await _kit.OpenAsync();
        _kit.Contents.Lanes.ShouldBe([new LaneBacklog(0, 1, 6, 6), new LaneBacklog(3, 1, 2, 2)]);
        (_kit.Contents.Parked, _kit.Contents.NewestPosition).ShouldBe((1, 9));
        _kit.Contents.HeldKeys.ShouldBe([new HeldKey(Sample.Parked(9, lane: 2).Key, 1, 0, 0, 0)]);
        ShouldBe(again, 3, 87, oldest: 2, parked: 1);
    }

    [Fact]
    public async Task A_lane_that_was_emptied_has_no_oldest()
    {
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        await store.AppendAsync([Sample.Operation(1), Sample.Operation(5, lane: 1)], default);
        await StoreKit.CompleteAsync(store, Sample.Operation(1));

        ShouldBe(store, 1, 40, oldest: 5);

        await StoreKit.ReadAsync(store, 0);
        await store.AppendAsync([Sample.Operation(7)], default);

        ShouldBe(store, 2, 80, oldest: 5);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_the_oldest_went_the_next_is_the_oldest_at_once(bool wasRead)
    {
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        await store.AppendAsync([Sample.Operation(1), Sample.Operation(2), Sample.Operation(3)], default);
        if (wasRead)
        {
            await StoreKit.ReadAsync(store, 0);
        }

        await StoreKit.CompleteAsync(store, Sample.Operation(1));

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

        await store.AppendAsync([Sample.Operation(1), Sample.Operation(3, lane: 1), Sample.Operation(6, lane: 2)], default);

        ShouldBe(store, 2, 90, oldest: 2);
        files.Mend();
        _kit.Time.Advance(TimeSpan.FromSeconds(1));
        await store.AppendAsync([Sample.Operation(5, lane: 3, bytes: 10)], default);
        ShouldBe(store, 3, 100, oldest: 2);
    }

    private static void ShouldBe(SqliteFallbackStore store, long count, long bytes, int oldest, long parked = 0) =>
        (store.GetStatistics() with { Failure = null }).ShouldBe(new StoreStatistics(count, bytes, Sample.Start.AddSeconds(oldest), parked, 0));
}
