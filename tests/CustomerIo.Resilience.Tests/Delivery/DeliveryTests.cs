using CustomerIo.Resilience.Tests.Support;

namespace CustomerIo.Resilience.Tests.Delivery;

public sealed class DeliveryTests
{
    [Fact]
    public async Task An_awaited_call_is_at_the_server_when_it_returns()
    {
        await using Workbench bench = await Workbench.StartAsync();

        DeliveryResult identified = await bench.Client.IdentifyAsync("ada", new() { ["email"] = "ada@example.com" });
        DeliveryResult tracked = await bench.Client.TrackAsync("ada", "signed_up", new() { ["method"] = "google" });

        identified.Status.ShouldBe(DeliveryStatus.Delivered);
        tracked.Status.ShouldBe(DeliveryStatus.Delivered);
        bench.Simulator.PersonByEmail("ada@example.com")!.Id.ShouldBe("ada");
        bench.Simulator.Event(tracked.OperationId.ToString())!.Name.ShouldBe("signed_up");
    }

    [Fact]
    public async Task What_was_enqueued_leaves_with_a_flush_that_says_what_became_of_it()
    {
        await using Workbench bench = await Workbench.StartAsync();

        for (int index = 0; index < 100; index++)
        {
            bench.Tracker.Enqueue($"person-{index % 7}", "page_viewed", new() { ["n"] = index }).Status
                .ShouldBe(DeliveryStatus.Queued);
        }

        FlushResult result = await bench.Tracker.FlushAsync(TimeSpan.FromSeconds(30));

        result.ShouldBe(new FlushResult(Sent: 100, Stored: 0, Rejected: 0, Remaining: 0));
        bench.Simulator.OperationCount.ShouldBe(100);
    }

    [Fact]
    public async Task An_outage_stores_what_is_awaited_and_delivers_it_in_order_afterwards()
    {
        await using Workbench bench = await Workbench.StartAsync(Quick.Recovery);
        await bench.Simulator.StopAsync();

        for (int index = 0; index < 20; index++)
        {
            DeliveryResult result = await bench.Client.TrackAsync("ada", "step", new() { ["n"] = index });
            result.Status.ShouldBe(DeliveryStatus.Stored);
        }

        await bench.Simulator.StartAgainAsync();
        await bench.Simulator.WaitForAsync(simulator => simulator.EventsOf("ada").Count == 20, TimeSpan.FromSeconds(30));

        bench.Simulator.EventsOf("ada").Select(step => step.Attributes.GetProperty("n").GetInt32())
            .ShouldBe(Enumerable.Range(0, 20));
        bench.Simulator.DuplicateEvents.ShouldBeEmpty();
    }
}
