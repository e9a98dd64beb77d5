using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Tests.Support;

namespace CustomerIo.Resilience.Tests.Face;

/// <summary>T13: one event in effect, whatever is repeated and whoever repeats it.</summary>
public sealed class IdempotencyTests
{
    private static readonly EventOptions Keyed = new() { IdempotencyKey = "order-1" };

    [Fact]
    public async Task Sixty_four_threads_with_one_key_make_one_event()
    {
        await using Workbench bench = await Workbench.StartAsync();
        using Barrier start = new(64);

        DeliveryResult[] results = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                return bench.Client.TrackAsync("ada", "bought", new() { ["n"] = 1 }, Keyed);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap()));

        results.Count(result => result.Status is DeliveryStatus.Delivered).ShouldBe(1);
        results.Count(result => result.Status is DeliveryStatus.Duplicate).ShouldBe(63);
        Ulid id = results.Select(result => result.OperationId).Distinct().ShouldHaveSingleItem();
        AcceptedOperation[] operations = [.. bench.Simulator.Operations];
        operations.ShouldHaveSingleItem().EventId.ShouldBe(id.ToString());
    }

    [Fact]
    public async Task What_was_rejected_can_be_sent_again_under_its_key()
    {
        await using Workbench bench = await Workbench.StartAsync();
        bench.Simulator.Faults.Next(Fault.RejectItems(0));

        DeliveryResult refused = await bench.Client.TrackAsync("ada", "bought", options: Keyed);
        DeliveryResult again = await bench.Client.TrackAsync("ada", "bought", options: Keyed);
        DeliveryResult third = await bench.Client.TrackAsync("ada", "bought", options: Keyed);

        refused.Status.ShouldBe(DeliveryStatus.Rejected);
        again.Status.ShouldBe(DeliveryStatus.Delivered);
        again.OperationId.ShouldBe(refused.OperationId);
        third.Status.ShouldBe(DeliveryStatus.Duplicate);
        bench.Simulator.EventsOf("ada").Count.ShouldBe(1);
    }

    [Fact]
    public async Task Those_who_wait_for_a_first_that_is_rejected_are_told_so()
    {
        await using Workbench bench = await Workbench.StartAsync();
        bench.Simulator.Faults.Next(Fault.RejectItems(0).WithLatency(TimeSpan.FromMilliseconds(200)));

        Task<DeliveryResult> first = bench.Client.TrackAsync("ada", "bought", options: Keyed);
        Task<DeliveryResult> repeat = bench.Client.TrackAsync("ada", "bought", options: Keyed);

        (await first).Reason.ShouldBe(RejectionReason.RefusedByServer);
        (await repeat).Reason.ShouldBe(RejectionReason.RefusedByServer);
    }

    [Fact]
    public async Task A_repeat_after_a_broken_connection_carries_the_same_ulid_and_counts_once()
    {
        await using Workbench bench = await Workbench.StartAsync(Quick.Recovery);
        bench.Simulator.Faults.Next(Fault.ResetAfterAcceptance());

        DeliveryResult result = await bench.Client.TrackAsync("ada", "bought", options: Keyed);

        result.Status.ShouldBe(DeliveryStatus.Delivered);
        AcceptedOperation[] operations = [.. bench.Simulator.Operations];
        operations.Select(one => (one.EventId, one.Outcome)).ShouldBe(
        [
            (result.OperationId.ToString(), OperationOutcome.Applied),
            (result.OperationId.ToString(), OperationOutcome.Duplicate),
        ]);
        RecordedRequest[] requests = [.. bench.Simulator.Requests];
        requests.Select(request => request.BodyText()).Distinct().Count().ShouldBe(1);
        bench.Simulator.EventsOf("ada").Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_waits_in_the_store_answers_its_repeats()
    {
        await using Workbench bench = await Workbench.StartAsync(Quick.Recovery);
        await bench.Simulator.StopAsync();

        DeliveryResult stored = await bench.Client.TrackAsync("ada", "bought", options: Keyed);
        DeliveryResult repeat = await bench.Client.TrackAsync("ada", "bought", options: Keyed);
        await bench.Simulator.StartAgainAsync();
        await bench.SettleAsync();

        stored.Status.ShouldBe(DeliveryStatus.Stored);
        repeat.Status.ShouldBe(DeliveryStatus.Duplicate);
        repeat.OperationId.ShouldBe(stored.OperationId);
        bench.Simulator.OperationCount.ShouldBe(1);
    }

    [Fact]
    public async Task Other_content_under_the_same_key_is_rejected_and_not_sent()
    {
        await using Workbench bench = await Workbench.StartAsync();

        await bench.Client.TrackAsync("ada", "bought", new() { ["price"] = 1 }, Keyed);
        DeliveryResult other = await bench.Client.TrackAsync("ada", "bought", new() { ["price"] = 2 }, Keyed);
        DeliveryResult enqueued = bench.Tracker.Enqueue("ada", "bought", new() { ["price"] = 3 }, Keyed);

        (other.Status, other.Reason).ShouldBe((DeliveryStatus.Rejected, RejectionReason.IdempotencyMismatch));
        enqueued.Reason.ShouldBe(RejectionReason.IdempotencyMismatch);
        bench.Simulator.OperationCount.ShouldBe(1);
    }

    [Fact]
    public async Task Another_time_is_not_another_content()
    {
        await using Workbench bench = await Workbench.StartAsync(options => options.Delivery.StampTrackedAt = true);

        await bench.Client.TrackAsync("ada", "bought", options: Keyed with { Timestamp = DateTimeOffset.UnixEpoch });
        DeliveryResult later = await bench.Client.TrackAsync("ada", "bought", options: Keyed);

        later.Status.ShouldBe(DeliveryStatus.Duplicate);
    }

    [Fact]
    public async Task A_key_names_an_event_of_a_person_not_of_everybody()
    {
        await using Workbench bench = await Workbench.StartAsync();

        DeliveryResult[] results =
        [
            await bench.Client.TrackAsync("ada", "bought", options: Keyed),
            await bench.Client.TrackAsync("bob", "bought", options: Keyed),
            await bench.Client.TrackAsync("ada", "sold", options: Keyed),
            await bench.Client.TrackAsync(PersonId.Email("ada"), "bought", options: Keyed),
            await bench.Client.TrackAnonymousAsync("ada", "bought", options: Keyed),
        ];

        results.ShouldAllBe(result => result.Status == DeliveryStatus.Delivered);
        results.Select(result => result.OperationId).ShouldBeUnique();
    }

    [Fact]
    public async Task Without_a_key_equal_events_are_two_events_unless_content_is_the_key()
    {
        await using Workbench byKey = await Workbench.StartAsync();
        await using Workbench byContent = await Workbench.StartAsync(
            options => options.Idempotency.Mode = IdempotencyMode.Content);

        foreach (Workbench bench in (Workbench[])[byKey, byContent])
        {
            await bench.Client.TrackAsync("ada", "seen", new() { ["page"] = 1 });
            await bench.Client.TrackAsync("ada", "seen", new() { ["page"] = 1 });
            await bench.Client.TrackAsync("ada", "seen", new() { ["page"] = 2 });
            bench.Tracker.Enqueue("ada", "seen", new() { ["page"] = 2 });
            await bench.Client.FlushAsync();
        }

        byKey.Simulator.OperationCount.ShouldBe(4);
        byContent.Simulator.OperationCount.ShouldBe(2);
    }

    [Fact]
    public async Task Content_mode_gives_a_repeat_the_firsts_id()
    {
        await using Workbench bench = await Workbench.StartAsync(
            options => options.Idempotency.Mode = IdempotencyMode.Content);

        DeliveryResult first = await bench.Client.TrackAsync("ada", "seen");
        DeliveryResult repeat = await bench.Client.TrackAsync("ada", "seen");

        repeat.ShouldBe(DeliveryResult.Duplicate(first.OperationId));
    }

    [Fact]
    public async Task Two_hosts_give_one_key_the_same_ulid()
    {
        await using Workbench one = await Workbench.StartAsync();
        await using Workbench other = await Workbench.StartAsync();

        DeliveryResult here = await one.Client.TrackAsync("ada", "bought", options: Keyed);
        DeliveryResult there = await other.Client.TrackAsync("ada", "bought", new() { ["n"] = 1 }, Keyed);

        there.Status.ShouldBe(DeliveryStatus.Delivered);
        there.OperationId.ShouldBe(here.OperationId);
        here.OperationId.ShouldBe(Ulid.FromKey("7:site-id6:id:ada6:boughtorder-1"));
    }

    [Fact]
    public async Task A_workspace_of_another_site_gives_it_another()
    {
        await using Workbench one = await Workbench.StartAsync();
        await using Workbench other = await Workbench.StartAsync(simulate: options => options.SiteId = "other-site");

        DeliveryResult here = await one.Client.TrackAsync("ada", "bought", options: Keyed);
        DeliveryResult there = await other.Client.TrackAsync("ada", "bought", options: Keyed);

        there.OperationId.ShouldNotBe(here.OperationId);
    }

    [Fact]
    public async Task After_the_window_a_key_is_sent_again_with_the_ulid_that_customer_io_knows()
    {
        FakeTime time = new();
        await using Workbench bench = await Workbench.StartAsync(time: time);
        DeliveryResult first = await bench.Client.TrackAsync("ada", "bought", options: Keyed);

        time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        DeliveryResult inside = await bench.Client.TrackAsync("ada", "bought", options: Keyed);
        time.Advance(TimeSpan.FromSeconds(1));
        DeliveryResult outside = await bench.Client.TrackAsync("ada", "bought", options: Keyed);

        inside.Status.ShouldBe(DeliveryStatus.Duplicate);
        outside.Status.ShouldBe(DeliveryStatus.Delivered);
        outside.OperationId.ShouldBe(first.OperationId);
        bench.Simulator.DuplicateEvents.Count.ShouldBe(1);
        bench.Simulator.EventsOf("ada").Count.ShouldBe(1);
    }
}
