using CustomerIo.Resilience.Fallback;
using static CustomerIo.Resilience.Testing.Stores.Samples;
using static CustomerIo.Resilience.Testing.Stores.StoreExpectations;
using OperationKind = CustomerIo.Resilience.Fallback.OperationKind;

namespace CustomerIo.Resilience.Testing.Stores;

/// <summary>Rules about dead letters: how they come, are listed and go.</summary>
internal static class DeadLetterRules
{
    public static StoreRule[] All { get; } =
    [
        new("ApplyAsync", "A refused operation leaves its lane and becomes a dead letter, whole and without a place", RefuseAsync),
        new("ApplyAsync", "A dead letter of an operation that was not stored is kept", FromMemoryAsync),
        new("ApplyAsync", "A dead letter of an operation that could not be read keeps the payload that the store has", UnreadableAsync),
        new("ListDeadLettersAsync", "Dead letters are numbered and listed in the order in which they were given up", OrderAsync),
        new("ListDeadLettersAsync", "Dead letters are listed page by page, each after the last number of the one before", PagesAsync),
        new("ListDeadLettersAsync", "Listing dead letters removes nothing", ListTwiceAsync),
        new("RemoveDeadLettersAsync", "Removing dead letters takes those with the ids, and tells how many there were", RemoveAsync),
        new("RemoveDeadLettersAsync", "The number of a dead letter that has gone is never given again", NumbersAsync),
    ];

    private static async Task RefuseAsync(StoreBench bench)
    {
        Operation named = Make(2, Firm, OperationKind.IdentifyObject, named: [Ada, Bob]);
        Operation merge = Make(3, Bob, OperationKind.Merge, second: Eve);
        await bench.AppendAsync(Make(1, bytes: 300), named, merge).ConfigureAwait(false);

        ChangeResult result = await bench.RefuseAsync(
            Letter(Make(1, bytes: 300)), Letter(named, RejectionReason.AttemptsExhausted, rejectedAfter: 9)).ConfigureAwait(false);
        ChangeResult bare = await bench.RefuseAsync(
            new DeadLetter { Operation = merge, Reason = RejectionReason.Invalid, RejectedAt = Start }).ConfigureAwait(false);

        Expect("result", new ChangeResult(2, 2, 0), result);
        Expect("result of one without an error", new ChangeResult(1, 1, 0), bare);
        await bench.ExpectLaneAsync("afterwards", 0).ConfigureAwait(false);
        IReadOnlyList<DeadLetter> letters = await bench.ListAsync().ConfigureAwait(false);
        Expect("dead letters", 3, letters.Count);
        ExpectSame("the first", FromMemory(Make(1, bytes: 300)), letters[0]);
        ExpectSame("the second", FromMemory(named, RejectionReason.AttemptsExhausted, 9), letters[1]);
        ExpectSame(
            "the one without an error",
            new DeadLetter { Operation = WithoutPlace(merge), Reason = RejectionReason.Invalid, RejectedAt = Start },
            letters[2]);
        Expect("statistics", new StoreStatistics(0, 0, null, 0, 3), bench.Statistics);
    }

    private static async Task FromMemoryAsync(StoreBench bench)
    {
        await bench.AppendAsync(Make(2)).ConfigureAwait(false);

        ChangeResult result = await bench.RefuseAsync(FromMemory(Make(1))).ConfigureAwait(false);

        Expect("result", new ChangeResult(0, 1, 0), result);
        ExpectSame("dead letter", FromMemory(Make(1)), (await bench.ListAsync().ConfigureAwait(false)).Single());
        await bench.ExpectLaneAsync("afterwards", 0, 2).ConfigureAwait(false);
    }

    private static async Task UnreadableAsync(StoreBench bench)
    {
        await bench.AppendAsync(Make(1), Parked(2)).ConfigureAwait(false);
        DeadLetter[] letters =
        [
            .. new[] { Make(1), Parked(2) }.Select(static one =>
                Letter(one.With(ReadOnlyMemory<byte>.Empty, isUnreadable: true), RejectionReason.AttemptsExhausted)),
        ];

        await bench.RefuseAsync(letters).ConfigureAwait(false);

        ExpectAllSame(
            "dead letters",
            [WithoutPlace(Make(1)), WithoutPlace(Make(2))],
            [.. (await bench.ListAsync().ConfigureAwait(false)).Select(static letter => letter.Operation)]);
    }

    private static async Task OrderAsync(StoreBench bench)
    {
        await bench.AppendAsync(Make(1), Make(4, Key("zoe", lane: 1))).ConfigureAwait(false);
        await bench.RefuseAsync(FromMemory(Make(9), rejectedAfter: 30), FromMemory(Make(2))).ConfigureAwait(false);
        await bench.RefuseAsync(Letter(Make(4, Key("zoe", lane: 1)))).ConfigureAwait(false);
        await bench.RefuseAsync(Letter(Make(1), rejectedAfter: 20)).ConfigureAwait(false);

        await bench.ExpectLettersAsync("after 9 and 2, then 4, then 1", 9, 2, 4, 1).ConfigureAwait(false);
        long[] numbers = [.. (await bench.ListAsync().ConfigureAwait(false)).Select(static letter => letter.Number)];
        Expect("numbers from 1", true, numbers[0] > 0);
        ExpectList("numbers, ascending", numbers.Distinct().Order(), numbers);
    }

    private static async Task PagesAsync(StoreBench bench)
    {
        await bench.RefuseAsync([.. Enumerable.Range(1, 5).Select(static number => FromMemory(Make(10 - number)))])
            .ConfigureAwait(false);

        long after = 0;
        List<int> pages = [];
        for (int page = 0; page < 3; page++)
        {
            IReadOnlyList<DeadLetter> letters =
                await bench.ListAsync(new DeadLetterQuery { After = after }, maxCount: 2).ConfigureAwait(false);
            Expect($"letters of page {page}", page < 2 ? 2 : 1, letters.Count);
            pages.AddRange(letters.Select(static letter => NumberOf(letter.Operation.Id)));
            after = letters[^1].Number;
            await bench.RemoveAsync(letters[0].Operation.Id).ConfigureAwait(false);
        }

        ExpectList("letters of all pages", [9, 8, 7, 6, 5], pages);
        Expect(
            "letters after the last", 0, (await bench.ListAsync(new DeadLetterQuery { After = after }).ConfigureAwait(false)).Count);
    }

    private static async Task ListTwiceAsync(StoreBench bench)
    {
        await bench.RefuseAsync(FromMemory(Make(1)), FromMemory(Make(2))).ConfigureAwait(false);

        await bench.ExpectLettersAsync("listed once", 1, 2).ConfigureAwait(false);
        await bench.ExpectLettersAsync("listed again", 1, 2).ConfigureAwait(false);
        Expect("dead letters in the statistics", 2, bench.Statistics.DeadLetters);
    }

    private static async Task RemoveAsync(StoreBench bench)
    {
        await bench.AppendAsync(Make(4)).ConfigureAwait(false);
        await bench.RefuseAsync(FromMemory(Make(1)), FromMemory(Make(2, kind: OperationKind.Delete)), FromMemory(Make(3)))
            .ConfigureAwait(false);

        Expect("removed", 2, await bench.RemoveAsync(IdOf(2), IdOf(7), IdOf(1), IdOf(4)).ConfigureAwait(false));

        await bench.ExpectLettersAsync("afterwards", 3).ConfigureAwait(false);
        await bench.ExpectLaneAsync("afterwards", 0, 4).ConfigureAwait(false);
        Expect("dead letters in the statistics", 1, bench.Statistics.DeadLetters);
        Expect("removed again", 0, await bench.RemoveAsync(IdOf(2), IdOf(1)).ConfigureAwait(false));
        Expect("removed of none", 0, await bench.RemoveAsync().ConfigureAwait(false));
    }

    private static async Task NumbersAsync(StoreBench bench)
    {
        await bench.RefuseAsync(FromMemory(Make(1)), FromMemory(Make(2))).ConfigureAwait(false);
        long newest = (await bench.ListAsync().ConfigureAwait(false))[1].Number;
        await bench.RemoveAsync(IdOf(1), IdOf(2)).ConfigureAwait(false);

        await bench.RefuseAsync(FromMemory(Make(3))).ConfigureAwait(false);

        await bench.ExpectLettersAsync("afterwards", 3).ConfigureAwait(false);
        Expect("letters after those that have gone", 1, (await bench.ListAsync(new DeadLetterQuery { After = newest }).ConfigureAwait(false)).Count);
    }
}
