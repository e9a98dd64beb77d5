using CustomerIo.Resilience.Sqlite.Tests.Support;
using CustomerIo.Resilience.Tests.Trouble.Shared;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CustomerIo.Resilience.Sqlite.Tests.Trouble;

/// <summary>
/// The store's file is deleted while it is in use: health says so, and nothing that is answered as stored from then on is lost with
/// the process.
/// </summary>
public sealed class DeletedFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Durability.OnFailure)]
    [InlineData(Durability.WriteAhead)]
    public async Task What_is_stored_after_its_file_was_deleted_is_there_after_a_restart(Durability durability)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets nobody delete a file in use.");
        string path = _folder.NewFile();
        List<int> stored = [];
        await using (VirtualBench first = await StartAsync(path, durability))
        {
            await first.Simulator.StopAsync();
            await StoreAsync(first, 0, []);
            DeleteFiles(path);
            for (int number = 1; number < 30; number++)
            {
                await StoreAsync(first, number, stored);
                await first.PassAsync(TimeSpan.FromSeconds(30));
            }
        }

        stored.Count.ShouldBeGreaterThan(10, "the store works again");
        await using VirtualBench second = await StartAsync(path, durability);
        await second.PassAsync(
            bench => bench.IsSettled && bench.Simulator.OperationCount >= stored.Count, TimeSpan.FromMinutes(5), "all that was stored arrives");

        stored.Except(second.Simulator.NumbersOf("ada")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Health_says_that_the_file_was_deleted()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets nobody delete a file in use.");
        string path = _folder.NewFile();
        await using VirtualBench bench = await StartAsync(path, Durability.OnFailure);
        await bench.Simulator.StopAsync();
        await StoreAsync(bench, 0, []);
        DeleteFiles(path);

        for (int number = 1; number < 10; number++)
        {
            await StoreAsync(bench, number, []);
            await bench.PassAsync(TimeSpan.FromMinutes(1));
        }

        bench.Status.Health.Status.ShouldBe(HealthStatus.Unhealthy);
        bench.Status.Health.Description.ShouldContain("store");
    }

    private static async Task StoreAsync(VirtualBench bench, int number, List<int> stored)
    {
        Task<DeliveryResult> call = bench.Client.TrackAsync("ada", "step", new() { ["n"] = number });
        if ((await bench.EndAsync(call, VirtualBench.Answered)).Status is DeliveryStatus.Stored)
        {
            stored.Add(number);
        }
    }

    private static void DeleteFiles(string path)
    {
        foreach (string file in Directory.GetFiles(Path.GetDirectoryName(path)!, $"{Path.GetFileName(path)}*"))
        {
            File.Delete(file);
        }
    }

    private static Task<VirtualBench> StartAsync(string path, Durability durability) => VirtualBench.StartAsync(
        options =>
        {
            options.Delivery.Durability = durability;
            options.Delivery.ShutdownTimeout = TimeSpan.Zero;
        },
        builder => builder.UseSqliteFallback(path));
}
