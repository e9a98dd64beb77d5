using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Tests.Support;

namespace CustomerIo.Resilience.Tests.Delivery;

public sealed class BoundsTests
{
    [Fact]
    public async Task A_full_store_rejects_nobody_as_long_as_there_is_room_in_memory()
    {
        await using Workbench bench = await Workbench.StartAsync(options =>
        {
            Quick.Recovery(options);
            options.Fallback.MaxCount = 10;
            options.Delivery.MaxQueuedCount = 20;
            options.Track.TotalTimeout = options.Track.AttemptTimeout = TimeSpan.FromMilliseconds(500);
        });
        await bench.Simulator.StopAsync();
        History history = new();
        int number = 0;
        DeliveryResult result;
        do
        {
            result = await bench.Client.TrackAsync("ada", "step", new() { ["n"] = number });
            history.Add("ada", number++, result);
        }
        while (result.Status is DeliveryStatus.Stored);

        result.Status.ShouldBe(DeliveryStatus.Queued, "it stays in memory, and its caller is told when its time is over");
        bench.Status.Figures.Stored.ShouldBe(10);
        do
        {
            result = bench.Tracker.Enqueue("ada", "step", new() { ["n"] = number });
            history.Add("ada", number++, result);
        }
        while (result.Status is DeliveryStatus.Queued && number < 100);

        result.Reason.ShouldBe(RejectionReason.QueueFull);
        await bench.Simulator.StartAgainAsync();
        await bench.SettleAsync();
        history.ShouldBeAt(bench.Simulator, "what was accepted arrives");
        bench.Simulator.EventsOf("ada").Count.ShouldBe(30);
    }

    [Fact]
    public async Task Without_room_in_the_store_calls_wait_in_memory_until_the_server_is_back()
    {
        await using Workbench bench = await Workbench.StartAsync(options =>
        {
            Quick.Recovery(options);
            options.Fallback.MaxCount = 0;
            options.Track.TotalTimeout = options.Track.AttemptTimeout = TimeSpan.FromMilliseconds(500);
        });
        await bench.Simulator.StopAsync();
        (await bench.Client.TrackAsync("ada", "step")).Status.ShouldBe(DeliveryStatus.Queued);

        await bench.Simulator.StartAgainAsync();
        bench.Status.Circuits.Track.Close();

        (await bench.Client.TrackAsync("ada", "step")).Status.ShouldBe(DeliveryStatus.Delivered);
        await bench.SettleAsync();
        bench.Simulator.EventsOf("ada").Count.ShouldBe(2);
        bench.Status.Figures.DivertedLanes.ShouldBe(0);
    }

    [Fact]
    public async Task Memory_is_bounded_in_bytes()
    {
        await using Workbench bench = await Workbench.StartAsync(options =>
        {
            options.Delivery.MaxQueuedBytes = 100_000;
            options.Delivery.FlushInterval = TimeSpan.FromHours(1);
            options.Delivery.FlushCount = 10_000;
        });
        string text = new('x', 10_000);

        DeliveryStatus[] statuses =
        [
            .. Enumerable.Range(0, 12)
                .Select(number => bench.Tracker.Enqueue("ada", "step", new() { ["t"] = text }).Status),
        ];

        statuses.Count(static status => status is DeliveryStatus.Queued).ShouldBe(9);
        (await bench.Client.FlushAsync()).Sent.ShouldBe(9);
        bench.Tracker.Enqueue("ada", "step").Status.ShouldBe(DeliveryStatus.Queued);
    }

    [Fact]
    public async Task A_slow_server_makes_memory_spill_into_a_durable_store_and_order_holds()
    {
        await using Workbench bench = await Workbench.StartAsync(
            static options =>
            {
                Quick.Recovery(options);
                options.Delivery.Lanes = 1;
                options.Delivery.MaxBatchCount = 10;
                options.Delivery.MaxQueuedCount = 100;
            },
            build: static builder => builder.UseFallbackStore(static _ => new RoomyStore()));
        bench.Simulator.Faults.When(static _ => true, Fault.Latency(TimeSpan.FromMilliseconds(20)));
        History history = new();
        int number = 0;
        long mostStored = 0;
        while (number < 1_000)
        {
            DeliveryResult result = bench.Tracker.Enqueue("ada", "step", new() { ["n"] = number });
            if (result.IsAccepted)
            {
                history.Add("ada", number++, result);
            }
            else
            {
                await bench.WaitForAsync(static bench => bench.Status.Figures.InMemory < 100);
            }

            mostStored = Math.Max(mostStored, bench.Status.Figures.Stored);
        }

        bench.Simulator.Faults.Clear();
        await bench.SettleAsync();

        history.ShouldBeAt(bench.Simulator, "spilled operations keep their order");
        bench.Simulator.EventsOf("ada").Count.ShouldBe(1_000);
        mostStored.ShouldBeGreaterThan(0);
    }

    // I4: at any instant.
    [Fact]
    public async Task The_account_is_balanced_at_every_instant()
    {
        await using Workbench bench = await Workbench.StartAsync(Quick.Recovery);
        bench.Simulator.Faults.Random(7, (0.3, Fault.ServiceUnavailable()), (0.05, Fault.RejectItemsAtRandom(0.3)));
        using CancellationTokenSource done = new();
        Task<int> audit = Task.Run(() =>
        {
            int looks = 0;
            while (!done.IsCancellationRequested)
            {
                DeliveryFigures figures = bench.Status.Figures;
                (figures.Delivered + figures.Rejected + figures.Stored + figures.InMemory + figures.Lost)
                    .ShouldBe(figures.Accepted);
                looks++;
            }

            return looks;
        });

        for (int number = 0; number < 5_000; number++)
        {
            bench.Tracker.Enqueue($"person-{number % 100}", "step", new() { ["n"] = number });
            if (number % 50 == 0)
            {
                await bench.Client.TrackAsync($"person-{number % 100}", "step");
            }
        }

        await bench.SettleAsync();
        await done.CancelAsync();

        (await audit).ShouldBeGreaterThan(0);
        bench.Status.Figures.Lost.ShouldBe(0);
    }
}
