using CustomerIo.Resilience.Testing;

namespace CustomerIo.Resilience.Tests.Trouble.Shared;

/// <summary>
/// Merges written as "a&gt;b b&gt;a", each with events of both people around it: all arrive, and nobody's events overtake one.
/// </summary>
internal static class Merges
{
    public static async Task RunAsync(
        string merges,
        bool inAnOutage,
        Durability durability = Durability.OnFailure,
        Action<CustomerIoBuilder>? build = null)
    {
        await using VirtualBench bench = await VirtualBench.StartAsync(
            options => options.Delivery.Durability = durability, build);
        if (inAnOutage)
        {
            await bench.Simulator.StopAsync();
        }
        else
        {
            bench.Simulator.Faults.When("/", Fault.Hang(), times: 3);
        }

        Calls calls = new(bench);
        foreach (string merge in merges.Split(' '))
        {
            calls.Track(merge[..1]);
            calls.Track(merge[2..]);
            calls.Merge(merge[..1], merge[2..]);
            calls.Track(merge[..1]);
            calls.Track(merge[2..]);
        }

        await bench.PassAsync(TimeSpan.FromMinutes(2));
        await bench.Simulator.StartAgainAsync();
        await bench.PassAsync(static bench => bench.IsSettled, TimeSpan.FromMinutes(10), "everything arrives");

        calls.ShouldHaveArrivedInOrder();
        (await bench.EndAsync(calls.WhenAllAsync(), TimeSpan.FromMinutes(10))).ShouldAllBe(static result => result.IsAccepted);
        bench.Status.Store.DeadLetters.ShouldBe(0);
    }
}
