using CustomerIo.Resilience.Tests.Support;

namespace CustomerIo.Resilience.Tests.Scenarios;

/// <summary>T4: the server is down for 72 hours of virtual time, with any store.</summary>
internal static class LongOutage
{
    public static async Task RunAsync(
        int operations, Durability durability = Durability.OnFailure, Action<CustomerIoBuilder>? build = null)
    {
        FakeTime time = new();
        await using Workbench bench = await Workbench.StartAsync(
            options =>
            {
                options.Delivery.Durability = durability;
                options.Delivery.MaxQueuedCount = 10_000_000;
                options.Delivery.MaxQueuedBytes = 10_000_000_000;
                options.Fallback.MaxCount = 10_000_000;
                options.Fallback.MaxBytes = 10_000_000_000;
            },
            time,
            build: build);
        await bench.Simulator.StopAsync();
        History history = new();
        for (int number = 0; number < operations; number++)
        {
            string person = $"person-{number % 1_000}";
            history.Add(person, number, bench.Tracker.Enqueue(person, "step", new() { ["n"] = number }));
        }

        for (int minute = 0; minute < 72 * 60; minute += 2)
        {
            time.Advance(TimeSpan.FromMinutes(2));
            await Task.Yield();
        }

        await PassAsync(bench, time, static figures => figures.InMemory == 0);
        bench.Status.Figures.Stored.ShouldBe(operations);
        bench.Status.Store.DeadLetters.ShouldBe(0);

        await bench.Simulator.StartAgainAsync();
        await PassAsync(bench, time, static figures => figures is { InMemory: 0, Stored: 0 });

        history.Accepted.ShouldBe(operations);
        history.ShouldBeAt(bench.Simulator, "after 72 hours");
        bench.Status.Store.DeadLetters.ShouldBe(0);
    }

    // Virtual time passes in small steps while real requests go over the socket.
    private static async Task PassAsync(Workbench bench, FakeTime time, Func<DeliveryFigures, bool> until)
    {
        using CancellationTokenSource giveUp = new(TimeSpan.FromMinutes(2));
        while (!until(bench.Status.Figures))
        {
            giveUp.Token.ThrowIfCancellationRequested();
            time.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Delay(1, CancellationToken.None);
        }
    }
}
