using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Tests.Support;
using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Tests.Support;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CustomerIo.Resilience.Sqlite.Tests;

public sealed class RestartTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Durability.OnFailure)]
    [InlineData(Durability.WriteAhead)]
    public async Task What_a_former_run_left_goes_out_first(Durability durability)
    {
        string path = _folder.NewFile();
        await using (Workbench first = await StartAsync(path, durability))
        {
            first.Simulator.Faults.When("/", Fault.ServiceUnavailable());
            for (int number = 0; number < 100; number++)
            {
                DeliveryResult result = await first.Client.IdentifyAsync($"p{number % 10}", new() { ["version"] = number });
                result.Status.ShouldBe(DeliveryStatus.Stored);
            }
        }

        await using Workbench second = await StartAsync(path, durability);
        for (int number = 100; number < 200; number++)
        {
            (await second.Client.IdentifyAsync($"p{number % 10}", new() { ["version"] = number })).IsAccepted.ShouldBeTrue();
        }

        await second.SettleAsync();
        second.Status.Figures.ShouldBe(new DeliveryFigures(200, 200, 0, 0, 0, 0, 16, 0));
        second.Simulator.Operations.Count.ShouldBe(200);
    }

    [Fact]
    public async Task A_refused_delete_is_unhealthy_after_a_restart_too_until_somebody_deals_with_it()
    {
        string path = _folder.NewFile();
        await using (Workbench first = await StartAsync(path, Durability.OnFailure))
        {
            first.Simulator.Faults.Next(Fault.RejectItems(0));
            (await first.Client.DeleteAsync("ada")).Reason.ShouldBe(RejectionReason.RefusedByServer);
            first.Status.IsErasureFailing.ShouldBeTrue();
        }

        await using Workbench second = await StartAsync(path, Durability.OnFailure);
        CustomerIoHealth health = second.Status.Health;
        DeadLetter letter = (await second.DeadLetters.ListPageAsync(0, 10)).ShouldHaveSingleItem();
        await second.DeadLetters.ReplayAsync(letter.Operation.Id);
        await second.SettleAsync();
        await second.WaitForAsync(static bench => bench.Status.Figures.DivertedLanes == 0);

        health.Status.ShouldBe(HealthStatus.Unhealthy);
        health.Description.ShouldContain("delete or suppress");
        second.Status.Health.Status.ShouldBe(HealthStatus.Healthy);
    }

    // T18, as far as one process goes: the clock decides nothing about the order.
    [Theory]
    [InlineData(Durability.OnFailure)]
    [InlineData(Durability.WriteAhead)]
    public async Task A_clock_that_was_set_back_does_not_put_new_operations_before_old_ones(Durability durability)
    {
        string path = _folder.NewFile();
        FakeTime late = new();
        History history = new();
        await using (Workbench first = await StartAsync(path, durability, late))
        {
            first.Simulator.Faults.When("/", Fault.Status(401));
            for (int number = 0; number < 40; number++)
            {
                history.Add("ada", number, await first.Client.TrackAsync("ada", "step", new() { ["n"] = number }));
            }

            await first.StopHostAsync();
        }

        await using Workbench second = await StartAsync(path, durability, new FakeTime(late.GetUtcNow() - TimeSpan.FromHours(1)));
        for (int number = 40; number < 80; number++)
        {
            history.Add("ada", number, await second.Client.TrackAsync("ada", "step", new() { ["n"] = number }));
        }

        await second.SettleAsync();
        history.ShouldBeAt(second.Simulator, "an hour back");
        second.Simulator.OperationCount.ShouldBe(80);
    }

    private static Task<Workbench> StartAsync(string path, Durability durability, TimeProvider? time = null) =>
        Workbench.StartAsync(
            options =>
            {
                Quick.Recovery(options);
                options.Delivery.Durability = durability;
                options.Delivery.ShutdownTimeout = time is null ? TimeSpan.FromMilliseconds(200) : TimeSpan.Zero;
            },
            time,
            build: builder => builder.UseSqliteFallback(path));
}
