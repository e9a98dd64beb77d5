using System.Text;
using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Tests.Support;

namespace CustomerIo.Resilience.Tests.Delivery;

public sealed class OutcomeTests
{
    // T15
    [Fact]
    public async Task One_bad_operation_in_a_refused_batch_of_500_is_found_with_few_requests()
    {
        await using Workbench bench = await Workbench.StartAsync(options => OneLane(options, batch: 500));
        bench.Simulator.Faults.When(
            static request => Contains(request, "\"n\":333}"), Fault.Status(400, """{"errors":[{"reason":"invalid"}]}"""));

        for (int number = 0; number < 500; number++)
        {
            bench.Tracker.Enqueue("ada", "step", new() { ["n"] = number });
        }

        FlushResult result = await bench.Tracker.FlushAsync(TimeSpan.FromSeconds(60));

        result.ShouldBe(new FlushResult(Sent: 499, Stored: 0, Rejected: 1, Remaining: 0));
        bench.Simulator.EventsOf("ada").Count.ShouldBe(499);
        bench.Simulator.RequestCount.ShouldBeLessThanOrEqualTo(1 + 20);
        DeadLetter letter = (await bench.DeadLettersAsync()).ShouldHaveSingleItem();
        Encoding.UTF8.GetString(letter.Operation.Payload.Span).ShouldContain("\"n\":333}");
        letter.Error!.Reason.ShouldBe("invalid");
    }

    [Fact]
    public async Task A_batch_that_is_too_large_for_the_server_is_split()
    {
        await using Workbench bench = await Workbench.StartAsync(options => OneLane(options, batch: 100));
        bench.Simulator.Faults.When(static request => request.Body.Length > 4_000, Fault.Status(413));

        for (int number = 0; number < 100; number++)
        {
            bench.Tracker.Enqueue("ada", "step", new() { ["n"] = number });
        }

        FlushResult result = await bench.Tracker.FlushAsync(TimeSpan.FromSeconds(60));

        result.Sent.ShouldBe(100);
        Numbers(bench).ShouldBe(Enumerable.Range(0, 100));
    }

    [Fact]
    public async Task Items_named_by_a_207_are_dead_letters_and_their_callers_hear_the_servers_words()
    {
        await using Workbench bench = await Workbench.StartAsync(options => OneLane(options, batch: 10));
        bench.Simulator.Faults.Next(Fault.RejectItems(0));

        DeliveryResult refused = await bench.Client.TrackAsync("ada", "step", new() { ["n"] = 0 });
        DeliveryResult taken = await bench.Client.TrackAsync("ada", "step", new() { ["n"] = 1 });

        refused.Status.ShouldBe(DeliveryStatus.Rejected);
        refused.Reason.ShouldBe(RejectionReason.RefusedByServer);
        refused.Error!.Reason.ShouldNotBeNull();
        taken.Status.ShouldBe(DeliveryStatus.Delivered);
        (await bench.DeadLettersAsync()).ShouldHaveSingleItem().Operation.Id.ShouldBe(refused.OperationId);
    }

    [Fact]
    public async Task An_error_that_names_no_item_is_traced_to_the_operation_that_caused_it()
    {
        await using Workbench bench = await Workbench.StartAsync(options => OneLane(options, batch: 8));
        bench.Simulator.Faults.When(
            static request => Contains(request, "\"n\":5}"), Fault.Status(207, """{"errors":[{"reason":"invalid"}]}"""));

        for (int number = 0; number < 8; number++)
        {
            bench.Tracker.Enqueue("ada", "step", new() { ["n"] = number });
        }

        await bench.SettleAsync();

        Numbers(bench).ShouldBe([0, 1, 2, 3, 4, 6, 7]);
        (await bench.DeadLettersAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_error_without_a_place_hits_the_only_operation_it_can_mean()
    {
        await using Workbench bench = await Workbench.StartAsync(Quick.Recovery);
        bench.Simulator.Faults.Next(Fault.Status(207, """{"errors":[{"reason":"invalid","message":"no"}]}"""));

        (await bench.Client.TrackAsync("ada", "step")).Reason.ShouldBe(RejectionReason.RefusedByServer);
        (await bench.Client.TrackAsync("ada", "step")).Status.ShouldBe(DeliveryStatus.Delivered);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    public async Task Refused_credentials_or_a_wrong_address_keep_everything_and_are_a_state_of_their_own(int status)
    {
        await using Workbench bench = await Workbench.StartAsync(Quick.Recovery);
        bench.Simulator.Faults.When(static _ => true, Fault.Status(status));

        DeliveryResult result = await bench.Client.TrackAsync("ada", "step", new() { ["n"] = 0 });
        await bench.WaitForAsync(static bench => bench.Status.BlockedStatus is not null);

        result.Status.ShouldBe(DeliveryStatus.Stored);
        bench.Status.BlockedStatus.ShouldBe(status);
        bench.Status.Circuits.Track.State.ShouldBe(CircuitState.Closed);
        bench.Simulator.Faults.Clear();
        await bench.SettleAsync();
        Numbers(bench).ShouldBe([0]);
        bench.Status.BlockedStatus.ShouldBeNull();
        (await bench.DeadLettersAsync()).ShouldBeEmpty();
        bench.Log.Lines.Count(static line => line.Id == 1101).ShouldBe(1);
    }

    [Fact]
    public async Task A_page_for_people_in_place_of_an_answer_is_not_a_delivery()
    {
        await using Workbench bench = await Workbench.StartAsync(Quick.Recovery);
        bench.Simulator.Faults.Next(Fault.Garbage(accepted: false), Fault.Garbage(accepted: false));

        DeliveryResult result = await bench.Client.TrackAsync("ada", "step", new() { ["n"] = 0 });

        result.Status.ShouldBe(DeliveryStatus.Stored);
        await bench.SettleAsync();
        Numbers(bench).ShouldBe([0]);
    }

    [Fact]
    public async Task What_the_server_keeps_failing_on_alone_becomes_a_dead_letter_and_the_others_go_on()
    {
        await using Workbench bench = await Workbench.StartAsync(options =>
        {
            Quick.Recovery(options);
            options.Fallback.MaxAttempts = 4;
            options.Fallback.MaxDrainDelay = TimeSpan.FromMilliseconds(20);
        });
        bench.Simulator.Faults.When(static request => Contains(request, "poison"), Fault.ServiceUnavailable());
        bench.Tracker.Enqueue("eve", "poison");

        int number = 0;
        while ((await bench.DeadLettersAsync()).Count == 0 && number < 100_000)
        {
            await bench.Client.TrackAsync($"person-{number++ % 50}", "step");
        }

        DeadLetter letter = (await bench.DeadLettersAsync()).ShouldHaveSingleItem();
        letter.Reason.ShouldBe(RejectionReason.AttemptsExhausted);
        letter.Attempts.ShouldBeGreaterThanOrEqualTo(4);
        await bench.SettleAsync();
        bench.Simulator.OperationCount.ShouldBe(number);
    }

    // I9
    [Fact]
    public async Task An_outage_uses_up_no_attempts_not_even_the_last()
    {
        await using Workbench bench = await Workbench.StartAsync(static options =>
        {
            Quick.Recovery(options);
            options.Fallback.MaxAttempts = 1;
        });
        bench.Simulator.Faults.When(static _ => true, Fault.ServiceUnavailable());
        (await bench.Client.TrackAsync("ada", "step", new() { ["n"] = 0 })).Status.ShouldBe(DeliveryStatus.Stored);

        long seen = bench.Simulator.RequestCount;
        await bench.WaitForAsync(bench => bench.Simulator.RequestCount >= seen + 6);
        bench.Simulator.Faults.Clear();
        await bench.SettleAsync();

        Numbers(bench).ShouldBe([0]);
        (await bench.DeadLettersAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_erasure_the_server_keeps_failing_on_is_never_given_up()
    {
        await using Workbench bench = await Workbench.StartAsync(options =>
        {
            Quick.Recovery(options);
            options.Fallback.MaxAttempts = 2;
            options.Fallback.MaxDrainDelay = TimeSpan.FromMilliseconds(20);
        });
        bench.Simulator.Faults.When(static request => Contains(request, "suppress"), Fault.ServiceUnavailable());
        (await bench.Client.SuppressAsync("eve")).Status.ShouldBe(DeliveryStatus.Stored);

        for (int number = 0; number < 5_000 && !bench.Status.IsErasureFailing; number++)
        {
            await bench.Client.TrackAsync($"person-{number % 50}", "step");
        }

        bench.Status.IsErasureFailing.ShouldBeTrue();
        bench.Simulator.Faults.Clear();
        await bench.SettleAsync();
        bench.Simulator.IsSuppressed("eve").ShouldBeTrue();
        bench.Status.IsErasureFailing.ShouldBeFalse();
        (await bench.DeadLettersAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_refused_erasure_is_kept_and_reported_until_somebody_deals_with_it()
    {
        await using Workbench bench = await Workbench.StartAsync(Quick.Recovery);
        bench.Simulator.Faults.Next(Fault.Status(400));

        DeliveryResult refused = await bench.Client.DeleteAsync("eve");

        refused.Reason.ShouldBe(RejectionReason.RefusedByServer);
        bench.Status.IsErasureFailing.ShouldBeTrue();
        await bench.DeadLetters.ReplayAsync(refused.OperationId);
        await bench.Client.FlushAsync();
        bench.Status.IsErasureFailing.ShouldBeFalse();
    }

    [Fact]
    public async Task Mended_credentials_are_tried_at_once_even_if_an_attempt_with_the_old_ones_is_under_way()
    {
        await using Workbench bench = await Workbench.StartAsync(static options =>
        {
            Quick.Recovery(options);
            options.Fallback.DrainDelay = TimeSpan.FromHours(1);
            options.Fallback.MaxDrainDelay = TimeSpan.FromDays(1);
        });
        bench.Simulator.Faults.Next(Fault.Status(401), Fault.Status(401).WithLatency(TimeSpan.FromMilliseconds(300)));
        (await bench.Client.TrackAsync("ada", "step", new() { ["n"] = 0 })).Status.ShouldBe(DeliveryStatus.Stored);
        bench.Status.Circuits.Track.Isolate();
        bench.Status.Circuits.Track.Close();
        await bench.WaitForAsync(static bench => bench.Simulator.RequestCount == 2);

        bench.Status.Circuits.Track.Isolate();
        bench.Status.Circuits.Track.Close();

        await bench.SettleAsync();
        Numbers(bench).ShouldBe([0]);
    }

    [Fact]
    public async Task An_erasure_that_was_stored_takes_the_persons_dead_letters_with_it()
    {
        await using Workbench bench = await Workbench.StartAsync(Quick.Recovery);
        bench.Simulator.Faults.Next(Fault.RejectItems(0));
        (await bench.Client.TrackAsync("eve", "step")).Reason.ShouldBe(RejectionReason.RefusedByServer);
        await bench.Simulator.StopAsync();
        (await bench.Client.SuppressAsync("eve")).Status.ShouldBe(DeliveryStatus.Stored);

        await bench.Simulator.StartAgainAsync();
        await bench.SettleAsync();

        (await bench.DeadLettersAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_dead_letter_is_replayed_with_the_bytes_it_had_or_removed()
    {
        await using Workbench bench = await Workbench.StartAsync(Quick.Recovery);
        bench.Simulator.Faults.Next(Fault.RejectItems(0), Fault.RejectItems(0));
        Ulid first = (await bench.Client.TrackAsync("ada", "step", new() { ["n"] = 1 })).OperationId;
        Ulid second = (await bench.Client.TrackAsync("ada", "step", new() { ["n"] = 2 })).OperationId;

        DeliveryResult? replayed = await bench.DeadLetters.ReplayAsync(first);
        bool removed = await bench.DeadLetters.RemoveAsync(second);
        await bench.SettleAsync();

        replayed!.Value.Status.ShouldBe(DeliveryStatus.Stored);
        removed.ShouldBeTrue();
        Numbers(bench).ShouldBe([1]);
        bench.Simulator.Event(first.ToString()).ShouldNotBeNull();
        (await bench.DeadLettersAsync()).ShouldBeEmpty();
        (await bench.DeadLetters.ReplayAsync(second)).ShouldBeNull();
        (await bench.DeadLetters.RemoveAsync(second)).ShouldBeFalse();
    }

    private static void OneLane(CustomerIoOptions options, int batch)
    {
        Quick.Recovery(options);
        options.Delivery.Lanes = 1;
        options.Delivery.FlushCount = batch;
        options.Delivery.MaxBatchCount = batch;
        options.Delivery.FlushInterval = TimeSpan.FromHours(1);
    }

    private static bool Contains(FaultRequest request, string text) =>
        request.Body.Span.IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;

    private static IEnumerable<int> Numbers(Workbench bench) =>
        bench.Simulator.EventsOf("ada").Select(static step => step.Attributes.GetProperty("n").GetInt32());
}
