using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Tests.Trouble.Shared;

/// <summary>
/// One event of one person fails for ever, while Customer.io takes everything else: the others' operations arrive, and the bad
/// one becomes a dead letter in the end, and nobody else's.
/// </summary>
internal static class OneBadOperation
{
    private const string Culprit = "eve";
    private const int People = 400;
    private const int Merges = 60;

    // (log8 1000 + 2) attempts of 10 s, a wait before each, and the flush; so that the figure does not hang on the last second.
    private static readonly TimeSpan Narrowing = TimeSpan.FromMinutes(5);

    public static async Task RunAsync(
        Ailment ailment,
        int events,
        bool merges = false,
        Durability durability = Durability.OnFailure,
        Action<CustomerIoBuilder>? build = null)
    {
        await using VirtualBench bench = await VirtualBench.StartAsync(
            options => options.Delivery.Durability = durability, build);
        bench.Afflict(ailment);

        bench.Tracker.Enqueue(Culprit, "step", new() { ["n"] = 0 }).IsAccepted.ShouldBeTrue();
        bench.Tracker.Enqueue(Culprit, "step", Ailments.Bad(1)).IsAccepted.ShouldBeTrue();
        bench.Tracker.Enqueue(Culprit, "step", new() { ["n"] = 2 }).IsAccepted.ShouldBeTrue();
        Task<DeliveryResult>[] merging = merges ? Merge(bench, new Random(11)) : [];
        for (int number = 0; number < events; number++)
        {
            bench.Tracker.Enqueue(Name(number % People), "step", new() { ["n"] = number }).IsAccepted.ShouldBeTrue();
        }

        await bench.PassAsync(
            bench => Arrived(bench) == events && merging.All(static merge => merge.IsCompleted),
            Narrowing,
            "all others' operations arrive");
        (await Task.WhenAll(merging)).ShouldAllBe(static merge => merge.Status == DeliveryStatus.Delivered);
        bench.Status.BlockedStatus.ShouldBeNull();

        bench.LetPassersByCall();
        await bench.PassAsync(
            static bench => bench.Status.Store.DeadLetters > 0, TimeSpan.FromHours(6), "the bad one is given up");
        DeadLetter letter = (await bench.Bench.DeadLettersAsync()).ShouldHaveSingleItem();
        letter.Reason.ShouldBe(RejectionReason.AttemptsExhausted);
        Ailments.IsBad(letter.Operation).ShouldBeTrue();
        await bench.PassAsync(
            static bench => bench.Simulator.NumbersOf(Culprit).Where(static number => number != 1).SequenceEqual([0, 2]),
            TimeSpan.FromMinutes(5),
            "what waited behind it goes out");
    }

    private static int Arrived(VirtualBench bench) => bench.Simulator.Operations
        .Count(static operation => operation is { Action: "event", IsDuplicate: false } && operation.Person.Value.StartsWith('p'));

    private static Task<DeliveryResult>[] Merge(VirtualBench bench, Random random) =>
    [
        .. Enumerable.Range(0, Merges).Select(_ => random.Next(People)).Select(primary =>
            bench.Client.MergeAsync(Name(primary), Name((primary + 1 + random.Next(People - 1)) % People))),
    ];

    private static string Name(int person) => $"p{person}";
}
