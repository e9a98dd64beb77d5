using CustomerIo.Resilience.Sqlite.Tests.Support;

namespace CustomerIo.Resilience.Sqlite.Tests.Disk;

public sealed class DrainedDiskTests
{
    [Fact]
    public async Task A_store_that_filled_the_disk_recovers_from_its_own_room_once_it_is_drained()
    {
        using SmallDisk disk = SmallDisk.Mount(megabytes: 8);
        StoreKit kit = new(Path.Combine(disk.Root, "store.db"));
        kit.Options.DiskReserve = 2_000_000;
        await using SqliteFallbackStore store = await kit.OpenAsync();
        int accepted = 0;
        while ((await store.AppendAsync([Sample.Operation(accepted + 1, accepted % 4, 2_000)], default)).Taken == 1)
        {
            accepted++;
        }

        accepted.ShouldBeGreaterThan(500);
        (await kit.DrainAsync(store)).Count.ShouldBe(accepted);
        kit.Time.Advance(TimeSpan.FromSeconds(1));

        (await store.AppendAsync([Sample.Operation(accepted + 1)], default)).Taken.ShouldBe(1);
        store.GetStatistics().Failure.ShouldBeNull();
    }
}
