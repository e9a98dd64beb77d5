using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Tests.Support;
using CustomerIo.Resilience.Tests.Trouble.Shared;

namespace CustomerIo.Resilience.Tests.Trouble;

/// <summary>
/// Memory by what is really held: a store that lets the oldest events go keeps nothing of those that were delivered, and anonymous
/// events, each a request of its own, stay within the bound in bytes.
/// </summary>
[Collection(nameof(Alone))]
public sealed class MemoryTests
{
    private const long Megabyte = 1_000_000;

    [Fact]
    public async Task A_store_that_drops_oldest_events_keeps_nothing_of_what_was_drained_in_a_hundred_outages()
    {
        await using VirtualBench bench = await VirtualBench.StartAsync(
            static options =>
            {
                options.Fallback.WhenFull = StoreOverflow.DropOldestEvents;
                options.Fallback.MaxCount = 1_000;
                options.Delivery.Lanes = 4;
            },
            simulate: static simulation => (simulation.Discard, simulation.RecordBodies) = (true, false));
        string filler = new('x', 4_000);
        await OutageAsync(bench, filler);
        long before = GC.GetTotalMemory(forceFullCollection: true);

        for (int outage = 1; outage < 100; outage++)
        {
            await OutageAsync(bench, filler);
        }

        // 100 outages of 250 events of 4 kB are 100 MB; the simulator keeps no bodies.
        (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(40 * Megabyte);
        bench.Status.Figures.Delivered.ShouldBe(25_000);
    }

    [Fact]
    public async Task A_hundred_thousand_anonymous_events_stay_within_the_bound_in_bytes()
    {
        await using VirtualBench bench = await VirtualBench.StartAsync();
        bench.Simulator.Faults.When("/", Fault.Hang());
        await TrackAnonymouslyAsync(bench, 1_000);
        long before = GC.GetTotalMemory(forceFullCollection: true);

        int accepted = await TrackAnonymouslyAsync(bench, 100_000);

        long grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        accepted.ShouldBeGreaterThan(10_000);
        grown.ShouldBeLessThan(new DeliveryOptions().MaxQueuedBytes, $"{accepted} were taken");
    }

    private static async Task OutageAsync(VirtualBench bench, string filler)
    {
        bench.Simulator.Faults.When("/", Fault.Status(503));
        for (int number = 0; number < 250; number++)
        {
            bench.Tracker.Enqueue($"p{number % 40}", "step", new() { ["text"] = filler });
        }

        await bench.PassAsync(static bench => bench.Status.Figures is { InMemory: 0, Stored: 250 }, TimeSpan.FromMinutes(5), "all are stored");
        bench.Simulator.Faults.Clear();
        await bench.PassAsync(static bench => bench.IsSettled, TimeSpan.FromMinutes(10), "all arrive");
    }

    private static Task<int> TrackAnonymouslyAsync(VirtualBench bench, int count)
    {
        string filler = new('x', 120);
        int accepted = 0;
        for (int number = 0; number < count; number++)
        {
            Task<DeliveryResult> call = bench.Client.TrackAnonymousAsync($"v{number}", "step", new() { ["text"] = filler });
            accepted += call.IsCompleted ? 0 : 1;
        }

        return Task.FromResult(accepted);
    }
}
