using CustomerIo.Resilience.Sqlite.Tests.Support;
using CustomerIo.Resilience.Tests.Support;
using CustomerIo.Resilience.Tests.Trouble.Shared;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CustomerIo.Resilience.Sqlite.Tests.Trouble;

/// <summary>
/// Calls before the store has opened, with a clock that was set back, calls where it never opens because no host runs and the path
/// cannot be written, and a container that is disposed of without waiting.
/// </summary>
public sealed class UnhostedTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Durability.OnFailure)]
    [InlineData(Durability.WriteAhead)]
    public async Task Calls_before_the_store_has_opened_come_after_what_it_holds_though_the_clock_was_set_back(Durability durability)
    {
        string path = _folder.NewFile();
        FakeTime late = new();
        await StoreFortyAsync(path, late, durability);

        await using Container second = await Container.MakeAsync(
            path, new FakeTime(late.GetUtcNow() - TimeSpan.FromHours(1)), options => options.Delivery.Durability = durability);
        Task<DeliveryResult>[] calls =
            [.. Enumerable.Range(40, 40).Select(number => second.Client.TrackAsync("ada", "step", new() { ["n"] = number }))];
        await second.StartAsync();
        await second.PassAsync(() => second.Simulator.OperationCount >= 80, TimeSpan.FromMinutes(5));

        second.Simulator.NumbersOf("ada").ShouldBe(Enumerable.Range(0, 80));
        (await Task.WhenAll(calls)).ShouldAllBe(static result => result.IsAccepted);
    }

    [Fact]
    public async Task Calls_that_wait_for_a_store_that_opens_late_come_after_what_it_holds()
    {
        string path = _folder.NewFile();
        FakeTime time = new();
        await StoreFortyAsync(path, time, Durability.OnFailure);
        await using Container second = await Container.MakeAsync(
            path, time, static options => options.Fallback.OpenTimeout = TimeSpan.Zero);
        File.Move(path, path + ".away");
        Directory.CreateDirectory(path);
        await second.Simulator.StopAsync();
        Task<DeliveryResult>[] calls =
            [.. Enumerable.Range(40, 40).Select(number => second.Client.TrackAsync("ada", "step", new() { ["n"] = number }))];
        (await second.PassAsync(() => calls.All(static call => call.IsCompleted), VirtualBench.Answered)).ShouldBeTrue();

        Directory.Delete(path);
        File.Move(path + ".away", path);
        (await second.PassAsync(() => second.Status.Figures is { InMemory: 0, Stored: 80 }, TimeSpan.FromMinutes(5))).ShouldBeTrue(
            $"what waits goes to the store; {second.Status.Figures}");
        await second.Simulator.StartAgainAsync();
        await second.PassAsync(() => second.Simulator.OperationCount >= 80, TimeSpan.FromMinutes(5));

        second.Simulator.NumbersOf("ada").ShouldBe(Enumerable.Range(0, 80));
    }

    [Fact]
    public async Task Without_a_host_and_a_store_that_opens_a_call_ends_in_time_and_health_says_why()
    {
        await using Container container = await Container.MakeAsync(await UnwritableAsync());

        Task<DeliveryResult> call = container.Client.TrackAsync("ada", "step");
        (await container.PassAsync(() => call.IsCompleted, VirtualBench.Answered)).ShouldBeTrue(
            $"the call ends within the total timeout; {container.Status.Figures}");

        (await call).Status.ShouldBe(DeliveryStatus.Delivered);
        container.Status.Health.Status.ShouldBe(HealthStatus.Unhealthy);
    }

    [Fact]
    public async Task Without_a_host_and_a_store_that_opens_a_call_that_must_be_stored_first_ends_in_time()
    {
        await using Container container = await Container.MakeAsync(
            await UnwritableAsync(), configure: static options => options.Delivery.Durability = Durability.WriteAhead);

        Task<DeliveryResult> call = container.Client.TrackAsync("ada", "step");
        (await container.PassAsync(() => call.IsCompleted, VirtualBench.Answered)).ShouldBeTrue(
            $"the call ends within the total timeout; {container.Status.Figures}");

        (await call).Status.ShouldBe(DeliveryStatus.Queued);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_container_that_is_disposed_of_without_waiting_stores_what_waits_in_memory(bool isStarted)
    {
        string path = _folder.NewFile();
        await using (Container first = await Container.MakeAsync(path))
        {
            if (isStarted)
            {
                await first.StartAsync();
            }

            await first.Simulator.StopAsync();
            for (int number = 0; number < 20; number++)
            {
                first.Tracker.Enqueue("ada", "step", new() { ["n"] = number }).IsAccepted.ShouldBeTrue();
            }

            await first.DisposeSynchronouslyAsync();
        }

        await using Container second = await Container.MakeAsync(path);
        await second.StartAsync();
        await second.PassAsync(() => second.Simulator.OperationCount >= 20, TimeSpan.FromMinutes(2));

        second.Simulator.NumbersOf("ada").ShouldBe(Enumerable.Range(0, 20));
    }

    // Below a file there is no folder, for whatever user.
    private async Task<string> UnwritableAsync()
    {
        string file = _folder.NewFile();
        await File.WriteAllTextAsync(file, "not a folder");
        return Path.Combine(file, "store.db");
    }

    private static async Task StoreFortyAsync(string path, FakeTime time, Durability durability)
    {
        await using (VirtualBench first = await VirtualBench.StartAsync(
            options =>
            {
                options.Delivery.Durability = durability;
                options.Delivery.ShutdownTimeout = TimeSpan.Zero;
            },
            builder => builder.UseSqliteFallback(path),
            time))
        {
            await first.Simulator.StopAsync();
            Task<DeliveryResult>[] stored =
                [.. Enumerable.Range(0, 40).Select(number => first.Client.TrackAsync("ada", "step", new() { ["n"] = number }))];
            (await first.EndAsync(Task.WhenAll(stored), VirtualBench.Answered))
                .ShouldAllBe(static result => result.Status == DeliveryStatus.Stored);
        }
    }
}
