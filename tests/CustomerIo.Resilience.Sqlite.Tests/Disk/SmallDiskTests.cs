using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CustomerIo.Resilience.Sqlite.Tests.Disk;

public sealed class SmallDiskTests
{
    [Fact]
    public async Task An_application_with_a_full_disk_is_unhealthy_and_delivers_what_it_has_when_it_can()
    {
        using SmallDisk disk = SmallDisk.Mount(megabytes: 6);
        string ballast = Path.Combine(disk.Root, "ballast");
        await using Workbench bench = await Workbench.StartAsync(
            options =>
            {
                Quick.Recovery(options);
                options.Track.AttemptTimeout = TimeSpan.FromSeconds(5);
                options.Track.TotalTimeout = TimeSpan.FromSeconds(5);
                options.Delivery.ShutdownTimeout = TimeSpan.FromMilliseconds(200);
            },
            build: builder =>
            {
                builder.UseSqliteFallback(Path.Combine(disk.Root, "store.db"), options => options.DiskReserve = 2_000_000);
                builder.Services.AddHealthChecks().AddCustomerIo();
            });
        bench.Simulator.Faults.When("/", Fault.ServiceUnavailable());

        int stored = 0;
        DeliveryResult last = await IdentifyAsync(bench, stored);
        while (stored < 10_000 && last.Status is DeliveryStatus.Stored)
        {
            stored++;
            last = await IdentifyAsync(bench, stored);
        }

        // What the disk has no room for waits in memory, and its caller is told so.
        last.Status.ShouldBe(DeliveryStatus.Queued);
        bench.Status.Figures.InMemory.ShouldBe(1);
        bench.Status.Store.Failure.ShouldNotBeNull();
        HealthReportEntry health = await HealthAsync(bench);
        (health.Status, health.Data["store_failure"]).ShouldBe((HealthStatus.Unhealthy, bench.Status.Store.Failure));
        File.Exists(Path.Combine(disk.Root, "store.db-reserve")).ShouldBeFalse();

        // Somebody else has taken what the reserve left: removing what was delivered still works.
        await FillAsync(ballast, disk);
        bench.Simulator.Faults.Clear();
        await bench.SettleAsync();
        bench.Simulator.Operations.Count.ShouldBe(stored + 1);

        File.Delete(ballast);
        await bench.WaitForAsync(static bench => bench.Status.Store.Failure is null);
        bench.Simulator.Faults.When("/", Fault.ServiceUnavailable());
        (await IdentifyAsync(bench, stored)).Status.ShouldBe(DeliveryStatus.Stored);
        (await HealthAsync(bench)).Status.ShouldNotBe(HealthStatus.Unhealthy);
    }

    private static async Task<DeliveryResult> IdentifyAsync(Workbench bench, int number) =>
        await bench.Client.IdentifyAsync(
            $"p{number}",
            new() { ["a"] = new string('a', 900), ["b"] = new string('b', 900), ["c"] = new string('c', 900) });

    private static async Task<HealthReportEntry> HealthAsync(Workbench bench) =>
        (await bench.Get<HealthCheckService>().CheckHealthAsync()).Entries.Values.Single();

    private static async Task FillAsync(string path, SmallDisk disk)
    {
        try
        {
            await using FileStream file = new(path, FileMode.Create);
            while (new DriveInfo(disk.Root).AvailableFreeSpace > 0)
            {
                await file.WriteAsync(new byte[4096]);
                await file.FlushAsync();
            }
        }
        catch (IOException)
        {
            // Full, as wanted.
        }
    }
}
