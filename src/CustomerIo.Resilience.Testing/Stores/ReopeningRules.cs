using CustomerIo.Resilience.Fallback;
using static CustomerIo.Resilience.Testing.Stores.Samples;
using static CustomerIo.Resilience.Testing.Stores.StoreExpectations;
using OperationKind = CustomerIo.Resilience.Fallback.OperationKind;

namespace CustomerIo.Resilience.Testing.Stores;

/// <summary>Rules for durable stores: what the next process finds.</summary>
internal static class ReopeningRules
{
    private static readonly ParkedState s_state = new(HasFailed: true, Attempts: 2, FirstAttemptAt: Start.AddMinutes(3));

    public static StoreRule[] All { get; } =
    [
        Rule("What waits on lanes is there after reopening, whole and in its order", LanesAsync),
        Rule("What is parked is there after reopening, whole, with its state", ParkedAsync),
        Rule("Opening tells what a former run left, lane by lane, and the newest position", ContentsAsync),
        Rule("The newest position may be that of something parked", NewestParkedAsync),
        Rule("Opening tells the held keys, with their newest barrier and erasure", HeldKeysAsync),
        Rule("What has gone does not come back by reopening", GoneAsync),
        Rule("Dead letters are there after reopening, with their numbers", DeadLettersAsync),
        Rule("Statistics and bounds hold over reopening", BoundsAsync, static options => options.MaxCount = 5),
        Rule("What a former run appended is recognised as a duplicate", DuplicateAsync),
        Rule("Reopening twice is the same as once", TwiceAsync),
        Rule("With fewer lanes all that waits is on the lanes of its keys, in its order", FewerLanesAsync),
        Rule("With more lanes all that waits is on the lanes of its keys, in its order", MoreLanesAsync),
        Rule("After a change of lanes operations are appended, completed, parked and refused as before", UseAfterChangeAsync),
    ];

    private static StoreRule Rule(string sentence, Func<StoreBench, Task> check, Action<FallbackOptions>? configure = null) =>
        new("OpenAsync", sentence, check, configure, IsAboutReopening: true);

    private static async Task LanesAsync(StoreBench bench)
    {
        Operation[] appended =
        [
            Make(1, kind: OperationKind.Identify, bytes: 300),
            Make(2, kind: OperationKind.Merge, second: Key("zoe", lane: 2)),
            Make(7, Firm, OperationKind.IdentifyObject, named: [Bob, Ada]),
        ];
        await bench.AppendAsync(appended[2]).ConfigureAwait(false);
        await bench.AppendAsync(appended[0], appended[1], Make(5, Key("zoe", lane: 2))).ConfigureAwait(false);

        await bench.OpenAsync().ConfigureAwait(false);

        ExpectAllSame("lane 0", appended, await bench.ReadAsync().ConfigureAwait(false));
        await bench.ExpectLaneAsync("afterwards", 2, 5).ConfigureAwait(false);
    }

    private static async Task ParkedAsync(StoreBench bench)
    {
        Operation[] parked =
        [
            Make(1, parked: s_state),
            Make(2, kind: OperationKind.Merge, second: Bob, parked: new ParkedState(HasFailed: true)),
            Parked(3, named: [Firm]),
        ];
        await bench.AppendAsync(Make(1), parked[1], parked[2], Parked(4, Firm, named: [Eve]), Parked(5, Eve, OperationKind.Delete))
            .ConfigureAwait(false);
        await bench.ParkAsync(parked[0]).ConfigureAwait(false);

        await bench.OpenAsync().ConfigureAwait(false);

        ExpectAllSame("parked", parked, (await bench.ReadParkedAsync(Ada).ConfigureAwait(false)).Operations);
        await bench.ExpectParkedAsync("of the other of the merge", Bob, 2).ConfigureAwait(false);
        Expect("whether the merge has to wait", true, (await bench.ReadParkedAsync(Bob).ConfigureAwait(false)).IsBlocked);
        Expect("whether the delete has to wait", true, (await bench.ReadParkedAsync(Eve).ConfigureAwait(false)).IsBlocked);
        await bench.ExpectLaneAsync("afterwards", 0).ConfigureAwait(false);
    }

    private static async Task ContentsAsync(StoreBench bench)
    {
        await bench.AppendAsync(Make(5), Make(9), Parked(3), Parked(8, Bob), Make(7, Key("zoe", lane: 2))).ConfigureAwait(false);

        StoreContents contents = await bench.OpenAsync().ConfigureAwait(false);

        ExpectList("lanes", [new LaneBacklog(0, 2, 5, 9), new LaneBacklog(2, 1, 7, 7)], LanesOf(contents));
        Expect("parked and newest position", (2L, 9L), (contents.Parked, contents.NewestPosition));
    }

    private static async Task NewestParkedAsync(StoreBench bench)
    {
        await bench.AppendAsync(Make(5), Parked(12)).ConfigureAwait(false);

        StoreContents contents = await bench.OpenAsync().ConfigureAwait(false);

        Expect("newest position of 5 and 12, which is parked", 12L, contents.NewestPosition);
        ExpectList("lanes", [new LaneBacklog(0, 1, 5, 5)], LanesOf(contents));
        await bench.CompleteAsync(Make(5)).ConfigureAwait(false);
        Expect("newest position of 12", 12L, (await bench.OpenAsync().ConfigureAwait(false)).NewestPosition);
    }

    private static async Task HeldKeysAsync(StoreBench bench)
    {
        string dan = Key("dan", lane: 1);
        await bench.AppendAsync(
            Parked(2, kind: OperationKind.Suppress),
            Parked(3, kind: OperationKind.Delete),
            Parked(4, kind: OperationKind.Unsuppress),
            Parked(5),
            Parked(6, Bob, named: [Eve]),
            Parked(7, dan, OperationKind.Merge, second: Bob),
            Parked(8, Bob, OperationKind.Delete),
            Parked(9, Bob),
            Make(10, Firm),
            Parked(11, Key("gone"))).ConfigureAwait(false);
        await bench.CompleteAsync(Parked(11, Key("gone"))).ConfigureAwait(false);

        StoreContents contents = await bench.OpenAsync().ConfigureAwait(false);

        HeldKey[] expected = [new(Ada, 4, 0, 4, 3), new(Bob, 3, 1, 8, 8), new(dan, 1, 0, 7, 0)];
        ExpectList(
            "held keys",
            expected.OrderBy(static one => one.Key, StringComparer.Ordinal),
            contents.HeldKeys.OrderBy(static one => one.Key, StringComparer.Ordinal));
        Expect("parked", 7L, contents.Parked);
    }

    private static async Task GoneAsync(StoreBench bench)
    {
        await bench.AppendAsync(Make(1), Make(2), Make(3), Parked(4), Parked(5, Bob), Parked(6)).ConfigureAwait(false);
        await bench.RefuseAsync(Letter(Make(3)), FromMemory(Make(7)), FromMemory(Make(8, Bob)), FromMemory(Make(9)))
            .ConfigureAwait(false);
        await bench.CompleteAsync(Make(1), Parked(4)).ConfigureAwait(false);
        await bench.AppendAsync(Parked(10, Bob, OperationKind.Delete)).ConfigureAwait(false);
        await bench.RemoveAsync(IdOf(7)).ConfigureAwait(false);
        await bench.ReplayAsync(Again(Make(9), 11)).ConfigureAwait(false);

        await bench.OpenAsync().ConfigureAwait(false);

        await bench.ExpectLaneAsync("after 1 was completed, 3 refused, 9 replayed", 0, 2, 11).ConfigureAwait(false);
        await bench.ExpectParkedAsync("after 4 was completed", Ada, 6).ConfigureAwait(false);
        await bench.ExpectParkedAsync("after 5 was erased", Bob, 10).ConfigureAwait(false);
        await bench.ExpectLettersAsync("after 7 was removed, 8 erased, 9 replayed", 3).ConfigureAwait(false);
    }

    private static async Task DeadLettersAsync(StoreBench bench)
    {
        DeadLetter merge = FromMemory(Make(4, Firm, OperationKind.Merge, second: Bob, named: [Eve]), RejectionReason.AttemptsExhausted, 8);
        await bench.RefuseAsync(FromMemory(Make(9)), merge, FromMemory(Make(2))).ConfigureAwait(false);
        long[] numbers = await NumbersAsync().ConfigureAwait(false);

        await bench.OpenAsync().ConfigureAwait(false);

        await bench.ExpectLettersAsync("afterwards", 9, 4, 2).ConfigureAwait(false);
        ExpectList("numbers", numbers, await NumbersAsync().ConfigureAwait(false));
        ExpectSame("dead letter", merge, (await bench.ListAsync().ConfigureAwait(false))[1]);
        await bench.RemoveAsync(IdOf(2)).ConfigureAwait(false);
        await bench.OpenAsync().ConfigureAwait(false);
        await bench.RefuseAsync(FromMemory(Make(1))).ConfigureAwait(false);
        await bench.ExpectLettersAsync("after another", 9, 4, 1).ConfigureAwait(false);
        Expect("a higher number than one that has gone", true, (await NumbersAsync().ConfigureAwait(false))[2] > numbers[2]);

        async Task<long[]> NumbersAsync() =>
            [.. (await bench.ListAsync().ConfigureAwait(false)).Select(static letter => letter.Number)];
    }

    private static async Task BoundsAsync(StoreBench bench)
    {
        await bench.AppendAsync(Parked(1), Make(2), Make(3, bytes: 20)).ConfigureAwait(false);
        await bench.RefuseAsync(FromMemory(Make(9))).ConfigureAwait(false);
        StoreStatistics before = bench.Statistics;

        await bench.OpenAsync().ConfigureAwait(false);

        Expect("statistics", before, bench.Statistics);
        AppendResult result = await bench.AppendAsync(Make(4), Make(5), Make(6)).ConfigureAwait(false);
        Expect("taken with room for 2 more", 2, result.Taken);
    }

    private static async Task DuplicateAsync(StoreBench bench)
    {
        await bench.AppendAsync(Make(1), Parked(2)).ConfigureAwait(false);
        await bench.OpenAsync().ConfigureAwait(false);

        AppendResult result = await bench.AppendAsync(Make(1), Parked(2), Make(3)).ConfigureAwait(false);

        Expect("taken and duplicates", (3, 2), (result.Taken, result.Duplicates));
        await bench.ExpectLaneAsync("afterwards", 0, 1, 3).ConfigureAwait(false);
        await bench.ExpectParkedAsync("afterwards", Ada, 2).ConfigureAwait(false);
    }

    private static async Task TwiceAsync(StoreBench bench)
    {
        await bench.AppendAsync(Make(1), Make(2), Parked(3)).ConfigureAwait(false);
        await bench.RefuseAsync(FromMemory(Make(9))).ConfigureAwait(false);
        StoreContents first = await bench.OpenAsync().ConfigureAwait(false);

        StoreContents second = await bench.OpenAsync().ConfigureAwait(false);

        ExpectList("lanes", LanesOf(first), LanesOf(second));
        ExpectList("held keys", [new HeldKey(Ada, 1, 0, 0, 0)], second.HeldKeys);
        Expect("newest position", 3L, second.NewestPosition);
        await bench.ExpectLaneAsync("afterwards", 0, 1, 2).ConfigureAwait(false);
        await bench.ExpectParkedAsync("afterwards", Ada, 3).ConfigureAwait(false);
        await bench.ExpectLettersAsync("afterwards", 9).ConfigureAwait(false);
    }

    private static Task FewerLanesAsync(StoreBench bench) => ReopenAsync(bench, 3);

    private static Task MoreLanesAsync(StoreBench bench) => ReopenAsync(bench, 7);

    private static async Task ReopenAsync(StoreBench bench, int lanes)
    {
        Operation[] waiting =
            [.. Enumerable.Range(1, 40).Select(static number => Make(number, Key($"{(char)('a' + (number % 13))}", number % 4)))];
        await bench.AppendAsync(waiting).ConfigureAwait(false);
        await bench.AppendAsync(Parked(50)).ConfigureAwait(false);

        StoreContents contents = await bench.OpenAsync(lanes).ConfigureAwait(false);

        List<LaneBacklog> backlog = [];
        for (int lane = 0; lane < lanes; lane++)
        {
            Operation[] expected = [.. waiting.Where(one => one.LaneOf(lanes) == lane)];
            ExpectAllSame($"lane {lane}", expected, await bench.ReadAsync(lane).ConfigureAwait(false));
            if (expected.Length > 0)
            {
                backlog.Add(new LaneBacklog(lane, expected.Length, expected[0].Position, expected[^1].Position));
            }
        }

        ExpectList("lanes", backlog, LanesOf(contents));
        await bench.ExpectParkedAsync("afterwards", Ada, 50).ConfigureAwait(false);
        Expect("statistics", new StoreStatistics(41, 410, Start.AddSeconds(1), 1, 0), bench.Statistics);
    }

    private static async Task UseAfterChangeAsync(StoreBench bench)
    {
        string zoe = Key("zoe", lane: 3);
        await bench.AppendAsync(Make(1, zoe), Make(2, zoe), Make(3, zoe), Make(4, zoe)).ConfigureAwait(false);
        await bench.OpenAsync(lanes: 3).ConfigureAwait(false);
        int lane = Make(1, zoe).LaneOf(3);

        AppendResult appended = await bench.AppendAsync(Make(4, zoe), Make(5, zoe)).ConfigureAwait(false);
        ChangeResult changed = await bench.ApplyAsync(new StoreChanges
        {
            Completed = [Make(1, zoe)],
            DeadLetters = [Letter(Make(2, zoe))],
            Parked = [ToPark(Make(3, zoe))],
        }).ConfigureAwait(false);

        Expect("taken and duplicates", (2, 1), (appended.Taken, appended.Duplicates));
        Expect("result", new ChangeResult(2, 1, 0) { Parked = 1 }, changed);
        await bench.ExpectLaneAsync("afterwards", lane, 4, 5).ConfigureAwait(false);
        await bench.ExpectParkedAsync("afterwards", zoe, 3).ConfigureAwait(false);
        await bench.ExpectLettersAsync("afterwards", 2).ConfigureAwait(false);
    }

    private static IEnumerable<LaneBacklog> LanesOf(StoreContents contents) =>
        contents.Lanes.Where(static one => one.Count > 0).OrderBy(static one => one.Lane);
}
