using CustomerIo.Resilience.Fallback;
using static CustomerIo.Resilience.Testing.Stores.Samples;
using static CustomerIo.Resilience.Testing.Stores.StoreExpectations;
using OperationKind = CustomerIo.Resilience.Fallback.OperationKind;

namespace CustomerIo.Resilience.Testing.Stores;

/// <summary>Rules about dead letters that wait again.</summary>
internal static class ReplayRules
{
    public static StoreRule[] All { get; } =
    [
        Rule("A replayed dead letter waits on its lane at the position given, whole, with the store's payload", LaneAsync),
        Rule("A replayed dead letter is parked where that is given", ParkedAsync),
        Rule("Replaying many is one change, to lanes and parked", ManyAsync),
        Rule("Replaying tells which wait now, and the others were dead letters no more", GoneAsync),
        Rule("Replaying again gives the same answer, and changes nothing", AgainAsync),
        Rule("Replaying asks for no room", RoomAsync, static options => options.MaxCount = 1),
        Rule("What was replayed can be given up again, with a higher number", GiveUpAgainAsync),
    ];

    private static StoreRule Rule(string sentence, Func<StoreBench, Task> check, Action<FallbackOptions>? configure = null) =>
        new("ReplayAsync", sentence, check, configure);

    private static async Task LaneAsync(StoreBench bench)
    {
        Operation named = Make(3, Firm, OperationKind.IdentifyObject, bytes: 30, named: [Bob]);
        await bench.RefuseAsync(FromMemory(Make(1, bytes: 20)), FromMemory(Make(2)), FromMemory(named)).ConfigureAwait(false);
        await bench.AppendAsync(Make(5), Make(11)).ConfigureAwait(false);

        IReadOnlyList<Operation> replayed =
            await bench.ReplayAsync(Again(Make(1), 10), Again(named, 12)).ConfigureAwait(false);

        ExpectList("replayed", [(IdOf(1), 10L), (IdOf(3), 12L)], replayed.Select(static one => (one.Id, one.Position)));
        ExpectAllSame(
            "lane",
            [Make(5), Make(1, bytes: 20).With(position: 10), Make(11), named.With(position: 12)],
            await bench.ReadAsync().ConfigureAwait(false));
        await bench.ExpectLettersAsync("afterwards", 2).ConfigureAwait(false);
        Expect("statistics", new StoreStatistics(4, 70, Start.AddSeconds(5), 0, 1), bench.Statistics);
    }

    private static async Task ParkedAsync(StoreBench bench)
    {
        ParkedState state = new(HasFailed: true, Attempts: 2, FirstAttemptAt: Start);
        Operation merge = Make(2, kind: OperationKind.Merge, second: Bob);
        await bench.RefuseAsync(FromMemory(Make(1)), FromMemory(merge)).ConfigureAwait(false);
        await bench.AppendAsync(Make(5), Parked(6), Parked(30)).ConfigureAwait(false);

        await bench.ReplayAsync(Again(Make(1), 10, default(ParkedState)), Again(merge, 11, state)).ConfigureAwait(false);

        ExpectAllSame(
            "parked",
            [Parked(6), Make(1, parked: default(ParkedState)).With(position: 10), merge.With(position: 11, parked: state), Parked(30)],
            (await bench.ReadParkedAsync(Ada).ConfigureAwait(false)).Operations);
        await bench.ExpectParkedAsync("of the other of the merge", Bob, 11).ConfigureAwait(false);
        await bench.ExpectLaneAsync("afterwards", 0, 5).ConfigureAwait(false);
        Expect("statistics", new StoreStatistics(5, 50, Start.AddSeconds(5), 4, 0), bench.Statistics);
    }

    private static async Task ManyAsync(StoreBench bench)
    {
        string zoe = Key("zoe", lane: 3);
        await bench.RefuseAsync(FromMemory(Make(1)), FromMemory(Make(2, zoe)), FromMemory(Make(3, Bob))).ConfigureAwait(false);

        IReadOnlyList<Operation> replayed = await bench.ReplayAsync(
            Again(Make(3, Bob), 10), Again(Make(2, zoe), 11), Again(Make(1), 12, default(ParkedState))).ConfigureAwait(false);

        Expect("replayed", 3, replayed.Count);
        await bench.ExpectLaneAsync("afterwards", 0, 10).ConfigureAwait(false);
        await bench.ExpectLaneAsync("afterwards", 3, 11).ConfigureAwait(false);
        await bench.ExpectParkedAsync("afterwards", Ada, 12).ConfigureAwait(false);
        await bench.ExpectLettersAsync("afterwards").ConfigureAwait(false);
    }

    private static async Task GoneAsync(StoreBench bench)
    {
        await bench.RefuseAsync(FromMemory(Make(1)), FromMemory(Make(2)), FromMemory(Make(3, Bob))).ConfigureAwait(false);
        await bench.RemoveAsync(IdOf(1)).ConfigureAwait(false);
        await bench.AppendAsync(Parked(4, Bob, OperationKind.Delete), Make(5)).ConfigureAwait(false);

        IReadOnlyList<Operation> replayed = await bench.ReplayAsync(
            Again(Make(1), 10), Again(Make(2), 11), Again(Make(3, Bob), 12), Again(Make(5), 13)).ConfigureAwait(false);

        ExpectList("replayed of one removed, one kept, one erased, one that waits", [11L], replayed.Select(static one => one.Position));
        await bench.ExpectLaneAsync("afterwards", 0, 5, 11).ConfigureAwait(false);
        Expect("count", 3, bench.Statistics.Count);
    }

    private static async Task AgainAsync(StoreBench bench)
    {
        await bench.RefuseAsync(FromMemory(Make(1)), FromMemory(Make(2))).ConfigureAwait(false);
        Operation[] again = [Again(Make(1), 10), Again(Make(2), 11, default(ParkedState)), Again(Make(3), 12)];
        await bench.ReplayAsync(again).ConfigureAwait(false);
        StoreStatistics once = bench.Statistics;

        IReadOnlyList<Operation> replayed = await bench.ReplayAsync(again).ConfigureAwait(false);

        ExpectList("replayed", [10L, 11L], replayed.Select(static one => one.Position).Order());
        Expect("statistics", once, bench.Statistics);
        await bench.ExpectLaneAsync("afterwards", 0, 10).ConfigureAwait(false);
        await bench.ExpectParkedAsync("afterwards", Ada, 11).ConfigureAwait(false);
    }

    private static async Task RoomAsync(StoreBench bench)
    {
        await bench.RefuseAsync(FromMemory(Make(1)), FromMemory(Make(2))).ConfigureAwait(false);
        await bench.AppendAsync(Make(5)).ConfigureAwait(false);

        IReadOnlyList<Operation> replayed =
            await bench.ReplayAsync(Again(Make(1), 10), Again(Make(2), 11, default(ParkedState))).ConfigureAwait(false);

        Expect("replayed into a full store", 2, replayed.Count);
        Expect("count", 3, bench.Statistics.Count);
        Expect("taken by an append afterwards", 0, (await bench.AppendAsync(Make(12)).ConfigureAwait(false)).Taken);
    }

    private static async Task GiveUpAgainAsync(StoreBench bench)
    {
        await bench.RefuseAsync(FromMemory(Make(1)), FromMemory(Make(2))).ConfigureAwait(false);
        await bench.ReplayAsync(Again(Make(1), 10)).ConfigureAwait(false);

        ChangeResult result = await bench.RefuseAsync(
            Letter(Make(1).With(position: 10), RejectionReason.AttemptsExhausted, rejectedAfter: 7)).ConfigureAwait(false);

        Expect("result", new ChangeResult(1, 1, 0), result);
        await bench.ExpectLettersAsync("afterwards", 2, 1).ConfigureAwait(false);
        ExpectSame(
            "dead letter",
            FromMemory(Make(1), RejectionReason.AttemptsExhausted, 7),
            (await bench.ListAsync(new DeadLetterQuery { Id = IdOf(1) }).ConfigureAwait(false)).Single());
        await bench.ExpectLaneAsync("afterwards", 0).ConfigureAwait(false);
    }
}
