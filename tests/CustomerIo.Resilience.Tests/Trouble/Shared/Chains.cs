using System.Globalization;
using CustomerIo.Resilience.Testing;

namespace CustomerIo.Resilience.Tests.Trouble.Shared;

/// <summary>
/// Every short row of operations that can wait for each other, each row between two people and an object of its own, all at once.
/// A letter is an operation: a and b are events of the two, x is an event of the first that fails as long as the trouble lasts,
/// m merges the second into the first and w the other way, d deletes the first, o is an object that names the first, and r replays
/// a dead letter of the first.
/// </summary>
internal static class Chains
{
    public const string Letters = "abxmwdor";

    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(30);

    public static async Task RunAsync(
        int length,
        string letters,
        Weather weather,
        Durability durability = Durability.OnFailure,
        Action<CustomerIoBuilder>? build = null)
    {
        await using VirtualBench bench = await VirtualBench.StartAsync(
            options =>
            {
                options.Delivery.Durability = durability;
                options.Delivery.Lanes = 4;
            },
            build);
        Chain[] chains = [.. Rows(letters, length).Select((row, number) => new Chain(number, row, bench))];
        await GiveUpLettersAsync(bench, chains);

        bench.Afflict(Ailment.Reset);
        for (int step = 0; step < length; step++)
        {
            bool isAway = weather is Weather.Away || (weather is Weather.Changing && step % 2 == 0);
            await SwitchAsync(bench, isAway);
            foreach (Chain chain in chains)
            {
                chain.Call(step);
            }

            await bench.PassAsync(TimeSpan.FromSeconds(3));
        }

        await bench.PassAsync(TimeSpan.FromMinutes(2));
        await SwitchAsync(bench, isAway: false);
        await bench.PassAsync(TimeSpan.FromMinutes(2));
        bench.Simulator.Faults.Clear();
        await bench.PassAsync(static bench => bench.IsSettled, Soon, "everything arrives");
        await bench.PassAsync(_ => chains.All(static chain => chain.IsAnswered), Soon, "everybody is answered");

        AcceptedOperation[] arrived = [.. bench.Simulator.Operations.Where(static operation => !operation.IsDuplicate)];
        ILookup<int, AcceptedOperation> byChain = arrived.ToLookup(Chain.NumberOf);
        foreach (Chain chain in chains)
        {
            chain.ShouldHaveArrived(byChain[chain.Number]);
        }

        DeliveryFigures figures = bench.Status.Figures;
        figures.Accepted.ShouldBe(figures.Delivered + figures.Rejected);
        figures.Lost.ShouldBe(0);
    }

    private static async Task SwitchAsync(VirtualBench bench, bool isAway)
    {
        if (isAway)
        {
            await bench.Simulator.StopAsync();
        }
        else
        {
            await bench.Simulator.StartAgainAsync();
        }
    }

    private static async Task GiveUpLettersAsync(VirtualBench bench, Chain[] chains)
    {
        Chain[] replaying = [.. chains.Where(static chain => chain.Row.Contains('r', StringComparison.Ordinal))];
        bench.Simulator.Faults.When("/", Fault.RejectItemsAtRandom(1));
        foreach (Chain chain in replaying)
        {
            chain.Letter = bench.Tracker.Enqueue(chain.First, "step", new() { ["n"] = Chain.LetterNumber }).OperationId;
        }

        await bench.PassAsync(
            bench => bench.Status.Store.DeadLetters == replaying.Length && bench.IsSettled, Soon, "the letters are refused");
        bench.Simulator.Faults.Clear();
    }

    private static IEnumerable<string> Rows(string letters, int length) => length == 0
        ? [string.Empty]
        : Rows(letters, length - 1).SelectMany(row => letters.Select(letter => string.Create(
            CultureInfo.InvariantCulture, $"{row}{letter}")));
}
