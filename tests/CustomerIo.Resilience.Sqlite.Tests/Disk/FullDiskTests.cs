using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Tests.Support;

namespace CustomerIo.Resilience.Sqlite.Tests.Disk;

public sealed class FullDiskTests : IDisposable
{
    private const int Reserve = 300_000;

    private readonly TempFolder _folder = new();
    private readonly StoreKit _kit;
    private readonly WatchedFiles _files;

    public FullDiskTests()
    {
        _kit = new StoreKit(_folder.NewFile());
        _kit.Options.Vfs = WatchedVfs.Name;
        _kit.Options.DiskReserve = Reserve;
        _files = new WatchedFiles(_kit.Path);
    }

    private bool HasReserve => File.Exists(_kit.Path + "-reserve");

    public void Dispose()
    {
        _files.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_full_disk_refuses_gives_up_the_reserve_drains_and_recovers_by_itself()
    {
        _files.Capacity = 1_000_000;
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        HasReserve.ShouldBeTrue();

        List<string> accepted = await FillAsync(store);

        store.GetStatistics().Failure.ShouldNotBeNull().ShouldContain("full");
        HasReserve.ShouldBeFalse();
        _kit.Log.Lines.Count(static line => line.Id == 1201).ShouldBe(1);
        (await store.AppendAsync([Sample.Operation(1_000_000)], default)).Taken.ShouldBe(0);

        (await _kit.DrainAsync(store)).Select(Sample.TextOf).ShouldBe(accepted);

        _kit.Time.Advance(TimeSpan.FromSeconds(1));
        (await store.AppendAsync([Sample.Operation(1_000_001)], default)).Taken.ShouldBe(1);
        store.GetStatistics().Failure.ShouldBeNull();
        HasReserve.ShouldBeTrue();
        _kit.Log.Lines.Count(static line => line.Id == 1202).ShouldBe(1);
    }

    [Fact]
    public async Task A_full_disk_still_takes_deletes_and_what_they_erase_with_the_reserve_and_nothing_behind_them()
    {
        _files.Capacity = 1_000_000;
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        await store.AppendAsync([Sample.Parked(15_002), Sample.Parked(15_009)], default);
        int accepted = (await FillAsync(store)).Count + 2;
        Operation[] deletes =
            [.. Enumerable.Range(20_000, 200).Select(static position => Sample.Operation(position, position % 4, 200, OperationKind.Delete))];

        AppendResult first = await store.AppendAsync([deletes[0], Sample.Operation(30_000), deletes[1]], default);
        (await store.AppendAsync([Sample.Operation(30_000), deletes[1]], default)).Taken.ShouldBe(0);
        foreach (Operation delete in deletes[1..])
        {
            (await store.AppendAsync([delete], default)).Taken.ShouldBe(1);
        }

        (first.Taken, first.Erased.Count).ShouldBe((1, 2));
        store.GetStatistics().Count.ShouldBe(accepted - 2 + deletes.Length);
        store.GetStatistics().Failure.ShouldNotBeNull();
        (await _kit.DrainAsync(store)).Count.ShouldBe(accepted - 2 + deletes.Length);
    }

    [Theory]
    [InlineData(WatchedFiles.Full)]
    [InlineData(WatchedFiles.WriteError)]
    public async Task Room_is_noticed_although_nothing_is_appended(int code)
    {
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        _files.Fail(code);
        (await store.AppendAsync([Sample.Operation(1)], default)).Taken.ShouldBe(0);
        _kit.Time.Advance(TimeSpan.FromSeconds(5));
        (await StoreKit.ReadAsync(store, 0)).ShouldBeEmpty();
        store.GetStatistics().Failure.ShouldNotBeNull();

        _files.Mend();
        _kit.Time.Advance(TimeSpan.FromSeconds(1));
        (await StoreKit.ReadAsync(store, 0)).ShouldBeEmpty();

        store.GetStatistics().Failure.ShouldBeNull();
    }

    [Fact]
    public async Task A_disk_that_stays_full_is_logged_once_however_often_it_is_looked_at()
    {
        _kit.Options.DiskReserve = 0;
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        _files.Fail(WatchedFiles.Full);

        for (int second = 0; second < 100; second++)
        {
            (await store.AppendAsync([Sample.Operation(1)], default)).Taken.ShouldBe(0);
            _kit.Time.Advance(TimeSpan.FromSeconds(1));
        }

        _kit.Log.Lines.Count(static line => line.Id is 1201 or 1202).ShouldBe(1);
        _files.Mend();
    }

    [Fact]
    public async Task A_refused_append_asks_the_disk_at_most_once_a_second()
    {
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        _files.Fail(WatchedFiles.Full);
        await store.AppendAsync([Sample.Operation(1)], default);
        int failures = _files.Failures;

        for (int number = 0; number < 1_000; number++)
        {
            (await store.AppendAsync([Sample.Operation(1)], default)).Taken.ShouldBe(0);
        }

        _files.Failures.ShouldBe(failures);
        _files.Mend();
    }

    [Fact]
    public async Task What_a_full_disk_takes_from_a_group_of_callers_is_what_they_are_told()
    {
        _files.Capacity = 700_000;
        await using SqliteFallbackStore store = await _kit.OpenAsync();

        Task<(int Position, int Taken)>[] calls =
        [
            .. Enumerable.Range(1, 400).Select(async position =>
                (position, (await store.AppendAsync([Sample.Operation(position, position % 4, 2_000)], default)).Taken)),
        ];
        (int Position, int Taken)[] told = await Task.WhenAll(calls);

        told.ShouldContain(static call => call.Taken == 0);
        told.ShouldContain(static call => call.Taken == 1);
        (await _kit.DrainAsync(store)).Select(static operation => (int)operation.Position).Order().ShouldBe(
            told.Where(static call => call.Taken == 1).Select(static call => call.Position));
    }

    [Fact]
    public async Task What_was_delivered_gives_its_room_back_to_the_disk_while_it_is_full()
    {
        _kit.Options.DiskReserve = 1_000_000;
        _files.Capacity = 6_000_000;
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        await FillAsync(store);
        long full = new FileInfo(_kit.Path).Length;

        await _kit.DrainAsync(store);

        new FileInfo(_kit.Path).Length.ShouldBeLessThan(full / 4);
    }

    [Fact]
    public async Task A_disk_without_room_for_the_reserve_refuses_at_once_and_says_so()
    {
        Directory.CreateDirectory(_kit.Path + "-reserve");
        await using (SqliteFallbackStore store = await _kit.OpenAsync())
        {
            store.GetStatistics().Failure.ShouldNotBeNull().ShouldContain("-reserve");
            (await store.AppendAsync([Sample.Operation(1)], default)).Taken.ShouldBe(0);
            Directory.Delete(_kit.Path + "-reserve");
            _kit.Time.Advance(TimeSpan.FromSeconds(1));

            (await store.AppendAsync([Sample.Operation(1)], default)).Taken.ShouldBe(1);
        }
    }

    [Fact]
    public async Task A_reserve_that_cannot_be_given_up_harms_nothing()
    {
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        File.Delete(_kit.Path + "-reserve");
        Directory.CreateDirectory(_kit.Path + "-reserve");
        _files.Fail(WatchedFiles.Full);

        (await store.AppendAsync([Sample.Operation(1)], default)).Taken.ShouldBe(0);
        (await StoreKit.ReadAsync(store, 0)).ShouldBeEmpty();
        _files.Mend();
    }

    // Operations of 2,000 bytes over four lanes, until one is refused.
    private static async Task<List<string>> FillAsync(SqliteFallbackStore store)
    {
        List<Operation> accepted = [];
        for (int position = 1; position < 10_000; position++)
        {
            Operation operation = Sample.Operation(position, position % 4, 2_000);
            if ((await store.AppendAsync([operation], default)).Taken == 0)
            {
                return [.. accepted.OrderBy(static operation => operation.LaneOf(Sample.Lanes)).Select(Sample.TextOf)];
            }

            accepted.Add(operation);
        }

        throw new InvalidOperationException("It never got full.");
    }
}
