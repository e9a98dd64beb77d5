using CustomerIo.Resilience.Fallback;
using static CustomerIo.Resilience.Testing.Stores.StoreBench;

namespace CustomerIo.Resilience.Testing.Stores;

/// <summary>Rules about dead letters.</summary>
internal static class DeadLetterRules
{
    public static StoreRule[] All { get; } =
    [
        new(
            "CompleteAsync",
            "Dead letters are bounded and the oldest go, but never those of deletes",
            BoundAsync,
            static options => options.MaxDeadLetters = 2),
        new(
            "ListDeadLettersAsync",
            "Dead letters are kept for a while, and those of deletes and suppressions for ever",
            ExpireAsync,
            static options => options.DeadLetterRetention = TimeSpan.FromDays(1)),
        new("ListDeadLettersAsync", "Dead letters are listed by ascending id, page by page", PagesAsync),
        new("TakeDeadLetterAsync", "A dead letter is taken whole, and once", TakeAsync),
        new("GetStatistics", "Dead letters take no room of what waits", RoomAsync),
    ];

    private static async Task BoundAsync(StoreBench bench)
    {
        CompleteResult result = await bench.CompleteAsync(
            [],
            [Letter(Make(1)), Letter(Make(2)), Letter(Make(3)), Letter(Make(0, kind: OperationKind.Delete))])
            .ConfigureAwait(false);

        await bench.ExpectLettersAsync("of 0 (a delete), 1, 2 and 3 with room for 2", 0, 3).ConfigureAwait(false);
        Expect("result", new CompleteResult(0, 4, 2), result);
        Expect("dead letters after 2", 1, (await bench.ListAsync(Make(2).Id).ConfigureAwait(false)).Count);
    }

    private static async Task ExpireAsync(StoreBench bench)
    {
        await bench.CompleteAsync([], [Letter(Make(1)), Letter(Make(2, kind: OperationKind.Suppress))])
            .ConfigureAwait(false);

        bench.Advance(TimeSpan.FromDays(1));
        await bench.ExpectLettersAsync("after exactly the retention", 1, 2).ConfigureAwait(false);
        bench.Advance(TimeSpan.FromSeconds(1));

        await bench.ExpectLettersAsync("after the retention, 2 being a suppression", 2).ConfigureAwait(false);
        Expect("dead letters in the statistics", 1, bench.Statistics.DeadLetters);
    }

    private static async Task PagesAsync(StoreBench bench)
    {
        await bench.CompleteAsync([], [Letter(Make(3)), Letter(Make(1))]).ConfigureAwait(false);
        await bench.CompleteAsync([], [Letter(Make(2, lane: 1))], lane: 1).ConfigureAwait(false);

        await bench.ExpectLettersAsync("after 3, 1 and 2", 1, 2, 3).ConfigureAwait(false);
        IReadOnlyList<DeadLetter> first = await bench.ListAsync(maxCount: 2).ConfigureAwait(false);
        Expect("the first page of two", 2, first.Count);
        IReadOnlyList<DeadLetter> second = await bench.ListAsync(first[1].Operation.Id, maxCount: 2)
            .ConfigureAwait(false);
        ExpectList("the second page", [3L], second.Select(static letter => letter.Operation.Sequence));
    }

    private static async Task TakeAsync(StoreBench bench)
    {
        DeadLetter letter = Letter(Make(1, kind: OperationKind.Identify));
        DeadLetter bare = new() { Operation = Make(2), Reason = RejectionReason.AttemptsExhausted, RejectedAt = Start };
        await bench.CompleteAsync([], [letter, bare]).ConfigureAwait(false);

        DeadLetter? taken = await bench.TakeAsync(letter.Operation.Id).ConfigureAwait(false);
        DeadLetter? other = await bench.TakeAsync(bare.Operation.Id).ConfigureAwait(false);

        ExpectSame("the dead letter", letter, taken ?? Letter(Make(0)));
        ExpectSame("the one without an error", bare, other ?? Letter(Make(0)));
        Expect("the same again", null, await bench.TakeAsync(letter.Operation.Id).ConfigureAwait(false));
        Expect("dead letters", 0, bench.Statistics.DeadLetters);
    }

    private static async Task RoomAsync(StoreBench bench)
    {
        await bench.CompleteAsync([], [Letter(Make(1, bytes: 900)), Letter(Make(2, bytes: 900))]).ConfigureAwait(false);

        Expect("taken", 1, (await bench.AppendAsync(Make(3, bytes: 900)).ConfigureAwait(false)).Taken);
        Expect("statistics", new StoreStatistics(1, 900, Start.AddSeconds(3), 2), bench.Statistics);
    }
}
