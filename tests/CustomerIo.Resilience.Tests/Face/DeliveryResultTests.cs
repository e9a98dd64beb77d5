using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Tests.Support;

namespace CustomerIo.Resilience.Tests.Face;

public sealed class DeliveryResultTests
{
    [Fact]
    public async Task Each_result_says_what_became_of_the_operation()
    {
        await using Workbench bench = await Workbench.StartAsync(StopsAtOnce);
        EventOptions keyed = new() { IdempotencyKey = "order-1" };

        DeliveryResult delivered = await bench.Client.TrackAsync("ada", "bought", options: keyed);
        DeliveryResult duplicate = await bench.Client.TrackAsync("ada", "bought", options: keyed);
        DeliveryResult invalid = await bench.Client.TrackAsync("ada", new string('n', 101));
        bench.Simulator.Faults.Next(Fault.RejectItems(0));
        DeliveryResult refused = await bench.Client.TrackAsync("ada", "refused");
        DeliveryResult queued = bench.Tracker.Enqueue("ada", "queued");
        await bench.Client.FlushAsync();
        await bench.Simulator.StopAsync();
        DeliveryResult stored = await bench.Client.TrackAsync("ada", "stored");

        Facts(delivered).ShouldBe((DeliveryStatus.Delivered, RejectionReason.None, true));
        Facts(duplicate).ShouldBe((DeliveryStatus.Duplicate, RejectionReason.None, true));
        duplicate.OperationId.ShouldBe(delivered.OperationId);
        Facts(invalid).ShouldBe((DeliveryStatus.Rejected, RejectionReason.Invalid, false));
        Facts(refused).ShouldBe((DeliveryStatus.Rejected, RejectionReason.RefusedByServer, false));
        refused.Error.ShouldNotBeNull().Message.ShouldNotBeNullOrEmpty();
        Facts(queued).ShouldBe((DeliveryStatus.Queued, RejectionReason.None, true));
        Facts(stored).ShouldBe((DeliveryStatus.Stored, RejectionReason.None, true));
        delivered.Error.ShouldBeNull();
        Ulid[] ids = [
            delivered.OperationId,
            invalid.OperationId,
            refused.OperationId,
            queued.OperationId,
            stored.OperationId
        ];
        ids.ShouldBeUnique();
        ids.ShouldNotContain(default(Ulid));
    }

    [Fact]
    public async Task What_customer_io_refuses_is_kept_and_can_be_sent_again()
    {
        await using Workbench bench = await Workbench.StartAsync();
        bench.Simulator.Faults.Next(Fault.RejectItems(0));

        DeliveryResult refused = await bench.Client.TrackAsync("ada", "seen");
        DeadLetter letter = (await LettersAsync(bench)).ShouldHaveSingleItem();
        letter.Operation.Id.ShouldBe(refused.OperationId);
        letter.Reason.ShouldBe(RejectionReason.RefusedByServer);

        DeliveryResult? replayed = await bench.DeadLetters.ReplayAsync(refused.OperationId);
        await bench.SettleAsync();

        replayed!.Value.Status.ShouldBe(DeliveryStatus.Stored);
        bench.Simulator.EventsOf("ada").ShouldHaveSingleItem().EventId.ShouldBe(refused.OperationId.ToString());
        (await LettersAsync(bench)).ShouldBeEmpty();
        (await bench.DeadLetters.ReplayAsync(refused.OperationId)).ShouldBeNull();
    }

    [Fact]
    public async Task A_full_memory_queue_rejects_what_is_new()
    {
        await using Workbench bench = await Workbench.StartAsync(options =>
        {
            options.Delivery.MaxQueuedCount = 2;
            options.Delivery.FlushInterval = TimeSpan.FromHours(1);
        });

        DeliveryResult[] results = [.. Enumerable.Range(0, 3).Select(_ => bench.Tracker.Enqueue("ada", "seen"))];

        results.Select(Facts).ShouldBe(
        [
            (DeliveryStatus.Queued, RejectionReason.None, true),
            (DeliveryStatus.Queued, RejectionReason.None, true),
            (DeliveryStatus.Rejected, RejectionReason.QueueFull, false),
        ]);
        (await bench.Client.FlushAsync()).Sent.ShouldBe(2);
        bench.Tracker.Enqueue("ada", "seen").Status.ShouldBe(DeliveryStatus.Queued);
    }

    [Fact]
    public async Task A_store_without_room_leaves_who_waits_in_memory_while_customer_io_is_away()
    {
        await using Workbench bench = await Workbench.StartAsync(options =>
        {
            StopsAtOnce(options);
            options.Track.TotalTimeout = options.Track.AttemptTimeout = TimeSpan.FromMilliseconds(500);
            options.Fallback.MaxCount = 1;
        });
        await bench.Simulator.StopAsync();

        DeliveryResult first = await bench.Client.TrackAsync("ada", "seen");
        DeliveryResult second = await bench.Client.TrackAsync("ada", "seen");

        Facts(first).ShouldBe((DeliveryStatus.Stored, RejectionReason.None, true));
        Facts(second).ShouldBe((DeliveryStatus.Queued, RejectionReason.None, true));
    }

    [Fact]
    public async Task A_stopped_host_takes_nothing_new()
    {
        await using Workbench bench = await Workbench.StartAsync();
        ICustomerIoClient client = bench.Client;
        await bench.StopHostAsync();

        DeliveryResult result = await client.TrackAsync("ada", "seen");

        Facts(result).ShouldBe((DeliveryStatus.Rejected, RejectionReason.Stopped, false));
        bench.Simulator.RequestCount.ShouldBe(0);
    }

    // The outage outlasts the test.
    private static void StopsAtOnce(CustomerIoOptions options)
    {
        Quick.Recovery(options);
        options.Delivery.ShutdownTimeout = TimeSpan.Zero;
    }

    private static (DeliveryStatus Status, RejectionReason Reason, bool IsAccepted) Facts(DeliveryResult result) =>
        (result.Status, result.Reason, result.IsAccepted);

    private static async Task<List<DeadLetter>> LettersAsync(Workbench bench)
    {
        List<DeadLetter> letters = [];
        await foreach (DeadLetter letter in bench.DeadLetters.ListAsync())
        {
            letters.Add(letter);
        }

        return letters;
    }
}
