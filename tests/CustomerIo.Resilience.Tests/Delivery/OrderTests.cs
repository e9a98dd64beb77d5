using System.Globalization;
using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Tests.Scenarios;
using CustomerIo.Resilience.Tests.Support;

namespace CustomerIo.Resilience.Tests.Delivery;

public sealed class OrderTests
{
    // T9
    [Fact]
    public Task Nothing_overtakes_while_the_circuit_flaps() => Overtaking.RunAsync();

    [Fact]
    public async Task A_merge_waits_for_what_was_called_before_it_on_both_lanes_and_holds_what_comes_after()
    {
        await using Workbench bench = await Workbench.StartAsync(options =>
        {
            Quick.Recovery(options);
            options.Delivery.FlushInterval = TimeSpan.FromHours(1);
        });
        List<Task<DeliveryResult>> merges = [];
        for (int pair = 0; pair < 20; pair++)
        {
            (string kept, string gone) = ($"kept-{pair}", $"gone-{pair}");
            bench.Tracker.EnqueueIdentify(gone, new() { ["seen"] = 1 });
            bench.Tracker.Enqueue(gone, "before");
            bench.Tracker.Enqueue(kept, "before");
            merges.Add(bench.Client.MergeAsync(kept, gone));
            bench.Tracker.Enqueue(kept, "after");
            bench.Tracker.Enqueue(gone, "after");
        }

        DeliveryResult[] results = await Task.WhenAll(merges);
        await bench.Client.FlushAsync();

        results.ShouldAllBe(result => result.Status == DeliveryStatus.Delivered);
        AssertMergesInPlace(bench.Simulator, pairs: 20);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Merges_keep_their_place_through_outages(int seed)
    {
        await using Workbench bench = await Workbench.StartAsync(Quick.Recovery);
        bench.Simulator.Faults.Random((ulong)seed, (0.4, Fault.ServiceUnavailable()));
        Random random = new(seed);
        for (int pair = 0; pair < 60; pair++)
        {
            (string kept, string gone) = ($"kept-{pair}", $"gone-{pair}");
            bench.Tracker.Enqueue(gone, "before");
            bench.Tracker.Enqueue(kept, "before");
            Task<DeliveryResult> merge = bench.Client.MergeAsync(kept, gone);
            bench.Tracker.Enqueue(kept, "after");
            bench.Tracker.Enqueue(gone, "after");
            if (random.Next(3) == 0)
            {
                (await merge).IsAccepted.ShouldBeTrue();
            }
        }

        bench.Simulator.Faults.Clear();
        await bench.SettleAsync();

        AssertMergesInPlace(bench.Simulator, pairs: 60);
        bench.Status.Figures.Accepted.ShouldBe(60 * 5);
        bench.Status.Figures.Delivered.ShouldBe(60 * 5);
    }

    // T8 for one process and the in-memory store.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Nobody_who_was_erased_comes_back(int seed)
    {
        await using Workbench bench = await Workbench.StartAsync(options =>
        {
            Quick.Recovery(options);
            options.Delivery.MaxBatchCount = 7;
        });
        bench.Simulator.Faults.Random(
            (ulong)seed, (0.3, Fault.ServiceUnavailable()), (0.1, Fault.ResetAfterAcceptance()));
        Random random = new(seed);
        List<string> erased = [];
        for (int person = 0; person < 300; person++)
        {
            string name = Name(person);
            for (int count = random.Next(4); count >= 0; count--)
            {
                bench.Tracker.EnqueueIdentify(name, new() { ["n"] = count });
            }

            if (random.Next(2) == 0)
            {
                erased.Add(name);
                Task<DeliveryResult> erasure = random.Next(2) == 0
                    ? bench.Client.SuppressAsync(name)
                    : bench.Client.DeleteAsync(name);
                if (random.Next(2) == 0)
                {
                    (await erasure).IsAccepted.ShouldBeTrue();
                }
            }
        }

        bench.Simulator.Faults.Clear();
        await bench.SettleAsync();

        erased.Where(name => bench.Simulator.Person(name) is not null).ShouldBeEmpty($"seed {seed}");
        bench.Simulator.PersonCount.ShouldBe(300 - erased.Count, $"seed {seed}");
        DeliveryFigures figures = bench.Status.Figures;
        figures.Accepted.ShouldBe(figures.Delivered + figures.Rejected, $"seed {seed}");
    }

    [Fact]
    public async Task An_awaited_call_that_a_deletion_makes_pointless_is_told_so()
    {
        await using Workbench bench = await Workbench.StartAsync(options =>
        {
            Quick.Recovery(options);
            options.Delivery.Lanes = 1;
        });
        bench.Simulator.Faults.Next(Fault.Hang());
        Task<DeliveryResult> inFlight = bench.Client.TrackAsync("ada", "in_flight");
        await bench.WaitForAsync(static bench => bench.Simulator.Faults.HungRequests == 1);
        Task<DeliveryResult> waiting = bench.Client.TrackAsync("ada", "waiting");
        Task<DeliveryResult> other = bench.Client.TrackAsync("bob", "waiting");

        Task<DeliveryResult> deletion = bench.Client.DeleteAsync("ada");

        (await waiting).Reason.ShouldBe(RejectionReason.Erased);
        bench.Simulator.Faults.ReleaseHung();
        (await inFlight).IsAccepted.ShouldBeTrue();
        (await other).IsAccepted.ShouldBeTrue();
        (await deletion).IsAccepted.ShouldBeTrue();
        await bench.SettleAsync();
        bench.Simulator.Person("ada").ShouldBeNull();
    }

    [Fact]
    public async Task A_suppression_that_waits_is_not_dropped_by_a_later_deletion()
    {
        await using Workbench bench = await Workbench.StartAsync(Quick.Recovery);
        await bench.Simulator.StopAsync();
        (await bench.Client.IdentifyAsync("eve")).Status.ShouldBe(DeliveryStatus.Stored);
        (await bench.Client.SuppressAsync("eve")).Status.ShouldBe(DeliveryStatus.Stored);
        (await bench.Client.DeleteAsync("eve")).Status.ShouldBe(DeliveryStatus.Stored);

        await bench.Simulator.StartAgainAsync();
        await bench.SettleAsync();
        await bench.Client.IdentifyAsync("eve");

        bench.Simulator.IsSuppressed("eve").ShouldBeTrue();
        bench.Simulator.Person("eve").ShouldBeNull();
    }

    private static void AssertMergesInPlace(CustomerIoSimulator simulator, int pairs)
    {
        Dictionary<string, string> stages = new(StringComparer.Ordinal);
        int merged = 0;
        foreach (AcceptedOperation operation in simulator.Operations.Where(static operation => !operation.IsDuplicate))
        {
            string name = operation.Person.Value;
            if (operation.Action == "merge")
            {
                merged++;
                stages[name].ShouldBe("before");
                stages[operation.Target![(operation.Target!.IndexOf("gone", StringComparison.Ordinal))..]].ShouldBe("before");
                stages[name] = "merged";
                stages[name.Replace("kept", "gone", StringComparison.Ordinal)] = "merged";
            }
            else if (operation.Name == "after")
            {
                stages[name].ShouldBe("merged", $"{name} must not act after a merge before it is merged");
            }
            else
            {
                stages.GetValueOrDefault(name, "before").ShouldBe("before");
                stages[name] = "before";
            }
        }

        merged.ShouldBe(pairs);
    }

    private static string Name(int person) => person.ToString(CultureInfo.InvariantCulture);
}
