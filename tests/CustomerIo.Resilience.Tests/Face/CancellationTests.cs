using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Tests.Support;

namespace CustomerIo.Resilience.Tests.Face;

public sealed class CancellationTests
{
    [Fact]
    public async Task Cancelled_before_the_call_throws_and_nothing_is_sent()
    {
        await using Workbench bench = await Workbench.StartAsync();
        CancellationToken cancelled = new(canceled: true);

        await Should.ThrowAsync<OperationCanceledException>(
            bench.Client.TrackAsync("ada", "seen", cancellationToken: cancelled));
        await Should.ThrowAsync<OperationCanceledException>(bench.Client.DeleteAsync("ada", cancelled));
        await Should.ThrowAsync<OperationCanceledException>(bench.Client.MergeAsync("ada", "bob", cancelled));
        await bench.Client.FlushAsync();

        bench.Simulator.RequestCount.ShouldBe(0);
        bench.Status.Figures.Accepted.ShouldBe(0);
    }

    [Fact]
    public async Task Cancelled_while_waiting_throws_and_the_operation_is_delivered()
    {
        await using Workbench bench = await Workbench.StartAsync();
        bench.Simulator.Faults.Next(Fault.Hang());
        using CancellationTokenSource source = new();

        Task<DeliveryResult> waiting = bench.Client.TrackAsync("ada", "seen", cancellationToken: source.Token);
        await bench.Simulator.WaitForAsync(simulator => simulator.Faults.HungRequests == 1);
        await source.CancelAsync();

        OperationCanceledException exception = await Should.ThrowAsync<OperationCanceledException>(waiting);
        exception.CancellationToken.ShouldBe(source.Token);
        bench.Simulator.Faults.ReleaseHung();
        await bench.SettleAsync();
        bench.Simulator.EventsOf("ada").Count.ShouldBe(1);
        bench.Status.Figures.Delivered.ShouldBe(1);
    }

    [Fact]
    public async Task A_repeat_that_stops_waiting_does_not_disturb_the_first()
    {
        await using Workbench bench = await Workbench.StartAsync();
        bench.Simulator.Faults.Next(Fault.Hang());
        using CancellationTokenSource source = new();
        EventOptions options = new() { IdempotencyKey = "order-1" };

        Task<DeliveryResult> first = bench.Client.TrackAsync("ada", "bought", options: options);
        await bench.Simulator.WaitForAsync(simulator => simulator.Faults.HungRequests == 1);
        Task<DeliveryResult> repeat = bench.Client.TrackAsync("ada", "bought", null, options, source.Token);
        await source.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(repeat);
        bench.Simulator.Faults.ReleaseHung();

        (await first).Status.ShouldBe(DeliveryStatus.Delivered);
        bench.Simulator.OperationCount.ShouldBe(1);
    }

    [Fact]
    public async Task A_first_who_stops_waiting_leaves_repeats_an_answer()
    {
        await using Workbench bench = await Workbench.StartAsync();
        bench.Simulator.Faults.Next(Fault.Hang());
        using CancellationTokenSource source = new();
        EventOptions options = new() { IdempotencyKey = "order-1" };

        Task<DeliveryResult> first = bench.Client.TrackAsync("ada", "bought", null, options, source.Token);
        await bench.Simulator.WaitForAsync(simulator => simulator.Faults.HungRequests == 1);
        Task<DeliveryResult> repeat = bench.Client.TrackAsync("ada", "bought", options: options);
        await source.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(first);
        bench.Simulator.Faults.ReleaseHung();

        (await repeat).Status.ShouldBe(DeliveryStatus.Duplicate);
        bench.Simulator.OperationCount.ShouldBe(1);
    }

    [Fact]
    public async Task A_flush_that_is_cancelled_or_out_of_time_leaves_the_sending_alone()
    {
        await using Workbench bench = await Workbench.StartAsync();
        bench.Simulator.Faults.Next(Fault.Hang());
        using CancellationTokenSource source = new();
        bench.Tracker.Enqueue("ada", "seen");

        Task<FlushResult> cancelled = bench.Client.FlushAsync(source.Token);
        await bench.Simulator.WaitForAsync(simulator => simulator.Faults.HungRequests == 1);
        await source.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(cancelled);
        FlushResult late = await bench.Tracker.FlushAsync(TimeSpan.FromMilliseconds(1));

        late.ShouldBe(new FlushResult(Sent: 0, Stored: 0, Rejected: 0, Remaining: 1));
        bench.Simulator.Faults.ReleaseHung();
        await bench.SettleAsync();
        bench.Simulator.EventsOf("ada").Count.ShouldBe(1);
    }
}
