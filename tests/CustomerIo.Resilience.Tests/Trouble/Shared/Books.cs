using CustomerIo.Resilience.Testing;

namespace CustomerIo.Resilience.Tests.Trouble.Shared;

/// <summary>
/// Looks at the books without a pause while little room, a server that fails, merges, deletes and replays make all that can happen
/// to operations happen.
/// </summary>
internal static class Books
{
    public static async Task RunAsync(
        int seed,
        StoreOverflow whenFull,
        Durability durability = Durability.OnFailure,
        Action<CustomerIoBuilder>? build = null)
    {
        await using VirtualBench bench = await VirtualBench.StartAsync(
            options =>
            {
                options.Delivery.Durability = durability;
                options.Delivery.Lanes = 4;
                options.Delivery.MaxQueuedCount = 200;
                options.Fallback.MaxCount = 100;
                options.Fallback.WhenFull = whenFull;
            },
            build);
        bench.Simulator.Faults.Random(
            (ulong)seed, (0.4, Fault.ServiceUnavailable()), (0.1, Fault.ResetAfterAcceptance()), (0.1, Fault.RejectItemsAtRandom(0.3)));
        Random random = new(seed);
        using CancellationTokenSource done = new();
        Task<DeliveryFigures?> audit = Task.Run(() => FindImbalance(bench.Status, done.Token));
        for (int round = 0; round < 300; round++)
        {
            for (int number = 0; number < 10; number++)
            {
                // Not enqueued: stored first, that blocks the thread that moves the clock.
                _ = bench.Client.TrackAsync($"p{random.Next(20)}", "step", new() { ["n"] = number });
            }

            string person = $"p{random.Next(20)}";
            _ = random.Next(4) switch
            {
                0 => bench.Client.DeleteAsync(person),
                1 => bench.Client.MergeAsync(person, $"q{random.Next(20)}"),
                2 => bench.Client.SuppressAsync($"q{random.Next(20)}"),
                _ => bench.Client.IdentifyObjectAsync(ObjectId.Of(1, person), people: [new PersonRelationship(person)]),
            };
            if (round % 20 == 0)
            {
                // A refused delete gets its place behind what still waits in memory, which may take its time.
                await bench.EndAsync(
                    bench.Bench.DeadLetters.ReplayAsync(new DeadLetterFilter()), TimeSpan.FromHours(1), "the replay ends");
            }

            await bench.PassAsync(TimeSpan.FromSeconds(random.Next(1, 8)));
        }

        bench.Simulator.Faults.Clear();
        await bench.PassAsync(static bench => bench.IsSettled, TimeSpan.FromHours(1), "everything ends");
        await done.CancelAsync();

        (await audit).ShouldBeNull("accepted = delivered + rejected + stored + in memory + lost, none of them negative");
        bench.Status.Figures.Lost.ShouldBe(0);
    }

    private static DeliveryFigures? FindImbalance(ICustomerIoStatus status, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            DeliveryFigures at = status.Figures;
            if (at.Accepted != at.Delivered + at.Rejected + at.Stored + at.InMemory + at.Lost
                || long.Min(long.Min(at.Delivered, at.Rejected), long.Min(at.Stored, long.Min(at.InMemory, at.Lost))) < 0)
            {
                return at;
            }
        }

        return null;
    }
}
