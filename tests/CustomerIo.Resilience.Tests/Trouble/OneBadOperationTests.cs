using CustomerIo.Resilience.Tests.Trouble.Shared;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CustomerIo.Resilience.Tests.Trouble;

/// <summary>
/// One operation always fails while Customer.io takes all others: by a reset, 503, a hang, a hang after it took effect, a
/// firewall's 403, or 408. Before, its lane never moved again, and merges carried that to the other lanes.
/// </summary>
public sealed class OneBadOperationTests
{
    [Theory]
    [InlineData(Ailment.Reset)]
    [InlineData(Ailment.Unavailable)]
    public Task It_stops_nobody_else_though_merges_tie_people_together(Ailment ailment) =>
        OneBadOperation.RunAsync(ailment, events: 1_500, merges: true);

    [Theory]
    [InlineData(Ailment.Reset)]
    [InlineData(Ailment.Unavailable)]
    [InlineData(Ailment.Broken)]
    [InlineData(Ailment.Hang)]
    [InlineData(Ailment.AppliedThenHang)]
    [InlineData(Ailment.Forbidden)]
    [InlineData(Ailment.RequestTimeout)]
    public Task It_is_given_up_in_the_end_and_the_others_arrive_at_once(Ailment ailment) =>
        OneBadOperation.RunAsync(ailment, events: 800);

    [Theory]
    [InlineData(Ailment.Broken)]
    [InlineData(Ailment.Reset)]
    [InlineData(Ailment.Forbidden)]
    public async Task A_delete_is_never_given_up_and_health_says_so(Ailment ailment)
    {
        await using VirtualBench bench = await VirtualBench.StartAsync();
        bench.Afflict(ailment, "\"action\":\"delete\"");
        Task<DeliveryResult> delete = bench.Client.DeleteAsync("eve");
        for (int number = 0; number < 1_500; number++)
        {
            bench.Tracker.Enqueue($"p{number % 400}", "step", new() { ["n"] = number });
        }

        await bench.PassAsync(
            static bench => bench.Simulator.OperationCount == 1_500, TimeSpan.FromMinutes(5), "the others' events arrive");
        (await bench.EndAsync(delete, VirtualBench.Answered)).Status.ShouldBe(DeliveryStatus.Stored);
        bench.LetPassersByCall();
        await bench.PassAsync(TimeSpan.FromHours(3));

        bench.Status.Store.DeadLetters.ShouldBe(0);
        bench.Status.Figures.Stored.ShouldBe(1);
        bench.Status.Health.Status.ShouldBe(HealthStatus.Unhealthy);
        bench.Status.Health.Description.ShouldContain("delete or suppress");
        bench.Simulator.Faults.Clear();
        await bench.PassAsync(static bench => bench.IsSettled, TimeSpan.FromMinutes(5), "the delete arrives");
        bench.Simulator.TracesOf("eve").ShouldBe(["person delete"]);
    }

    [Fact]
    public async Task It_is_given_up_though_the_clock_is_set_back()
    {
        await using VirtualBench bench = await VirtualBench.StartAsync();
        bench.Afflict(Ailment.Reset);
        bench.LetPassersByCall();
        bench.Tracker.Enqueue("eve", "step", Ailments.Bad(0));
        for (int number = 0; number < 800; number++)
        {
            bench.Tracker.Enqueue($"p{number % 400}", "step", new() { ["n"] = number });
        }

        await bench.PassAsync(static bench => bench.Status.Figures.Parked == 1, TimeSpan.FromMinutes(5), "it is parked");
        await bench.PassAsync(TimeSpan.FromMinutes(5));
        bench.Status.Store.DeadLetters.ShouldBe(0);

        bench.Time.WallClockError = TimeSpan.FromDays(-1);

        await bench.PassAsync(static bench => bench.Status.Store.DeadLetters == 1, TimeSpan.FromHours(3), "it is given up");
    }

    [Theory]
    [InlineData(Ailment.Reset)]
    [InlineData(Ailment.Hang)]
    public async Task Who_awaits_it_hears_that_it_is_stored_and_everybody_is_answered_in_time(Ailment ailment)
    {
        await using VirtualBench bench = await VirtualBench.StartAsync(static options => options.Delivery.Lanes = 1);
        bench.Afflict(ailment);
        Task<DeliveryResult> bad = bench.Client.TrackAsync("eve", "step", Ailments.Bad(0));

        // It leaves by itself: among the others it is found later than its caller's time is over, and is in memory still.
        await bench.PassAsync(static bench => bench.Wire.Movements > 0, TimeSpan.FromSeconds(5), "it is on its way");
        Task<DeliveryResult>[] good =
            [.. Enumerable.Range(0, 50).Select(person => bench.Client.TrackAsync($"p{person}", "step"))];

        (await bench.EndAsync(bad, VirtualBench.Answered)).Status.ShouldBe(DeliveryStatus.Stored);
        await bench.PassAsync(
            _ => good.All(static call => call.IsCompleted), VirtualBench.Answered, "every call is answered");
        await bench.PassAsync(
            static bench => bench.Status.Figures.Delivered == 50, TimeSpan.FromMinutes(2), "the others are delivered");

        Task<DeliveryResult> next = bench.Client.TrackAsync("p1", "step");
        (await bench.EndAsync(next, TimeSpan.FromSeconds(5))).Status.ShouldBe(DeliveryStatus.Delivered);
    }

    [Fact]
    public async Task A_lane_whose_only_operation_is_the_bad_one_is_not_in_trouble_for_ever()
    {
        await using VirtualBench bench = await VirtualBench.StartAsync();
        bench.Afflict(Ailment.Unavailable);
        bench.LetPassersByCall();
        bench.Tracker.Enqueue("eve", "step", Ailments.Bad(1)).IsAccepted.ShouldBeTrue();
        await bench.PassAsync(static bench => bench.Status.Figures.Parked == 1, TimeSpan.FromMinutes(10), "it is parked");

        bench.Status.Figures.DivertedLanes.ShouldBe(0);
        bench.Status.Lanes.ShouldAllBe(static lane => !lane.IsDiverted);
    }

    [Fact]
    public async Task An_operation_is_not_given_up_while_it_is_sent_once_more()
    {
        await using VirtualBench bench = await VirtualBench.StartAsync(static options =>
        {
            options.Delivery.Lanes = 1;
            options.Fallback.MaxAttempts = 1;
            options.Fallback.MinBlameTime = TimeSpan.FromMinutes(2);
            options.Fallback.MaxDrainDelay = TimeSpan.FromSeconds(5);
        });
        bench.Afflict(Ailment.Unavailable);
        bench.LetPassersByCall();
        bench.Tracker.Enqueue("eve", "step", Ailments.Bad(1)).IsAccepted.ShouldBeTrue();
        await bench.PassAsync(static bench => bench.Status.Figures.Parked == 1, TimeSpan.FromMinutes(10), "it is parked");
        await bench.PassAsync(TimeSpan.FromMinutes(1));
        bench.StopCalling();
        await bench.PassAsync(TimeSpan.FromSeconds(70));

        bench.Simulator.Faults.Clear();
        bench.Afflict(Ailment.Hang);
        await bench.PassAsync(static bench => bench.Simulator.Faults.HungRequests == 1, TimeSpan.FromMinutes(1), "it is sent again");
        (await bench.EndAsync(bench.Client.TrackAsync("visitor", "step"), VirtualBench.Answered)).Status
            .ShouldBe(DeliveryStatus.Delivered);
        bench.Simulator.Faults.Clear();
        bench.Simulator.Faults.ReleaseHung();
        await bench.PassAsync(static bench => bench.IsSettled, TimeSpan.FromMinutes(5), "nothing waits");

        bench.Status.Figures.ShouldBe(bench.Status.Figures with { Delivered = bench.Status.Figures.Accepted, Rejected = 0, Lost = 0 });
    }
}
