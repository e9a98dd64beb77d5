using CustomerIo.Resilience.Fallback;
using static CustomerIo.Resilience.Testing.Stores.Samples;
using static CustomerIo.Resilience.Testing.Stores.StoreExpectations;
using static CustomerIo.Resilience.Fallback.OperationKinds;
using OperationKind = CustomerIo.Resilience.Fallback.OperationKind;

namespace CustomerIo.Resilience.Testing.Stores;

/// <summary>Rules about what goes when a delete or suppress is appended.</summary>
internal static class ErasingRules
{
    public static StoreRule[] All { get; } =
    [
        Rule("A delete takes the person's older parked operations with it, and nobody else's", OwnAsync),
        Rule("A suppress takes them too, and an unsuppress or a merge takes nothing", KindsThatEraseAsync),
        Rule("What is not erasable stays: deletes, suppressions, what lifts them, and merges", KindsAsync),
        Rule("What is newer than the delete stays", NewerAsync),
        Rule("What waits on the person's lane stays", LaneAsync),
        Rule("What names the person goes if it has failed", FailedAsync),
        Rule("What names the person goes if it is parked behind one that has failed", BehindFailedAsync),
        Rule("What names the person and only waits stays", WaitingAsync),
        Rule("The dead letters that own or name the person's key go", LettersAsync),
        Rule("What came before the delete in the same call goes with it", SameCallAsync),
        Rule("A delete that finds no room, since what is before it finds none, takes nothing with it", NotTakenAsync, static options => options.MaxCount = 2),
        Rule("A delete that comes again is a duplicate, and takes nothing more", AgainAsync),
    ];

    private static StoreRule Rule(string sentence, Func<StoreBench, Task> check, Action<FallbackOptions>? configure = null) =>
        new("AppendAsync", sentence, check, configure);

    private static async Task OwnAsync(StoreBench bench)
    {
        await bench.AppendAsync(Parked(1), Parked(2, Bob), Parked(3, kind: OperationKind.Identify, hasFailed: true), Parked(4, Eve))
            .ConfigureAwait(false);

        AppendResult result = await bench.AppendAsync(Parked(5, kind: OperationKind.Delete)).ConfigureAwait(false);

        Expect("taken and duplicates", (1, 0), (result.Taken, result.Duplicates));
        ExpectErased(result, 1, 3);
        await bench.ExpectParkedAsync("of the person", Ada, 5).ConfigureAwait(false);
        await bench.ExpectParkedAsync("of another", Bob, 2).ConfigureAwait(false);
        await bench.ExpectParkedAsync("of a third", Eve, 4).ConfigureAwait(false);
        Expect("statistics", new StoreStatistics(3, 30, null, 3, 0), bench.Statistics);
    }

    private static async Task KindsThatEraseAsync(StoreBench bench)
    {
        await bench.AppendAsync(Parked(1), Parked(2, Bob), Parked(3, Eve)).ConfigureAwait(false);

        ExpectErased(await bench.AppendAsync(Parked(4, kind: OperationKind.Unsuppress)).ConfigureAwait(false));
        ExpectErased(await bench.AppendAsync(Parked(5, Bob, OperationKind.Merge, second: Eve)).ConfigureAwait(false));
        ExpectErased(await bench.AppendAsync(Parked(6, kind: OperationKind.Suppress)).ConfigureAwait(false), 1);
        ExpectErased(await bench.AppendAsync(Parked(7, Eve, OperationKind.Delete)).ConfigureAwait(false), 3);
        await bench.ExpectParkedAsync("afterwards", Ada, 4, 6).ConfigureAwait(false);
        await bench.ExpectParkedAsync("of the one of the merge", Bob, 2, 5).ConfigureAwait(false);
        await bench.ExpectParkedAsync("of the other of the merge", Eve, 5, 7).ConfigureAwait(false);
    }

    private static async Task KindsAsync(StoreBench bench)
    {
        Operation[] operations =
        [
            .. Enum.GetValues<OperationKind>()
                .Where(static kind => !kind.IsErasure())
                .Select(static (kind, index) => Parked(
                    index + 1, kind: kind, second: kind is OperationKind.Merge ? Bob : null)),
        ];
        await bench.AppendAsync(operations).ConfigureAwait(false);

        ExpectErased(
            await bench.AppendAsync(Parked(50, kind: OperationKind.Suppress)).ConfigureAwait(false),
            [.. operations.Where(static one => one.Kind.IsErasable()).Select(static one => one.Position)]);
        ExpectErased(await bench.AppendAsync(Parked(51, kind: OperationKind.Delete)).ConfigureAwait(false));
        await bench.ExpectParkedAsync(
            "afterwards",
            Ada,
            [.. operations.Where(static one => !one.Kind.IsErasable()).Select(static one => one.Position), 50, 51])
            .ConfigureAwait(false);
    }

    private static async Task NewerAsync(StoreBench bench)
    {
        await bench.AppendAsync(
            Parked(1), Parked(9), Parked(10, Firm, OperationKind.IdentifyObject, named: [Ada], hasFailed: true))
            .ConfigureAwait(false);

        ExpectErased(await bench.AppendAsync(Parked(5, kind: OperationKind.Delete)).ConfigureAwait(false), 1);
        await bench.ExpectParkedAsync("of the person", Ada, 5, 9).ConfigureAwait(false);
        await bench.ExpectParkedAsync("of the object", Firm, 10).ConfigureAwait(false);
    }

    private static async Task LaneAsync(StoreBench bench)
    {
        await bench.AppendAsync(
            Make(1), Parked(2), Make(3, Firm, OperationKind.IdentifyObject, named: [Ada])).ConfigureAwait(false);

        ExpectErased(await bench.AppendAsync(Parked(4, kind: OperationKind.Delete)).ConfigureAwait(false), 2);
        await bench.ExpectLaneAsync("afterwards", 0, 1, 3).ConfigureAwait(false);
    }

    private static async Task FailedAsync(StoreBench bench)
    {
        await bench.AppendAsync(
            Parked(1, Firm, OperationKind.IdentifyObject, named: [Bob, Ada], hasFailed: true),
            Parked(2, Key("g1"), OperationKind.IdentifyObject, named: [Bob], hasFailed: true)).ConfigureAwait(false);
        await bench.AppendAsync(Make(3, Key("g2"), OperationKind.IdentifyObject, named: [Ada])).ConfigureAwait(false);
        await bench.ParkAsync(ToPark(Make(3, Key("g2"), OperationKind.IdentifyObject, named: [Ada]), hasFailed: true))
            .ConfigureAwait(false);

        ExpectErased(await bench.AppendAsync(Parked(4, kind: OperationKind.Delete)).ConfigureAwait(false), 1, 3);
        await bench.ExpectParkedAsync("of what names the person", Firm).ConfigureAwait(false);
        await bench.ExpectParkedAsync("of what names another", Key("g1"), 2).ConfigureAwait(false);
        Expect("whether the delete has to wait", false, (await bench.ReadParkedAsync(Ada).ConfigureAwait(false)).IsBlocked);
    }

    private static async Task BehindFailedAsync(StoreBench bench)
    {
        await bench.AppendAsync(
            Parked(1, Firm, OperationKind.IdentifyObject, hasFailed: true),
            Parked(2, Firm, OperationKind.IdentifyObject, named: [Ada]),
            Parked(3, Firm, OperationKind.IdentifyObject, named: [Bob])).ConfigureAwait(false);

        ExpectErased(await bench.AppendAsync(Parked(4, kind: OperationKind.Suppress)).ConfigureAwait(false), 2);
        await bench.ExpectParkedAsync("of the object", Firm, 1, 3).ConfigureAwait(false);
    }

    private static async Task WaitingAsync(StoreBench bench)
    {
        await bench.AppendAsync(
            Parked(1, Firm, OperationKind.IdentifyObject, named: [Ada], hasFailed: true),
            Parked(2, Key("g1"), OperationKind.IdentifyObject, named: [Ada])).ConfigureAwait(false);
        await bench.ParkAsync(Parked(1, Firm, OperationKind.IdentifyObject, named: [Ada])).ConfigureAwait(false);

        ExpectErased(await bench.AppendAsync(Parked(3, kind: OperationKind.Delete)).ConfigureAwait(false));
        await bench.ExpectParkedAsync("of one that has failed no longer", Firm, 1).ConfigureAwait(false);
        await bench.ExpectParkedAsync("of one that waits", Key("g1"), 2).ConfigureAwait(false);
        Expect("whether the delete has to wait", true, (await bench.ReadParkedAsync(Ada).ConfigureAwait(false)).IsBlocked);
    }

    private static async Task LettersAsync(StoreBench bench)
    {
        await bench.RefuseAsync(
            FromMemory(Make(1)),
            FromMemory(Make(2, Bob)),
            FromMemory(Make(3, Bob, OperationKind.Merge, second: Ada)),
            FromMemory(Make(4, Firm, OperationKind.IdentifyObject, named: [Bob, Ada])),
            FromMemory(Make(5, Firm, OperationKind.IdentifyObject, named: [Bob])),
            FromMemory(Make(6, kind: OperationKind.Suppress))).ConfigureAwait(false);

        AppendResult result = await bench.AppendAsync(Parked(7, kind: OperationKind.Delete)).ConfigureAwait(false);

        Expect("erased dead letters", 4, result.ErasedLetters);
        ExpectErased(result);
        await bench.ExpectLettersAsync("afterwards", 2, 5).ConfigureAwait(false);
        Expect("dead letters in the statistics", 2, bench.Statistics.DeadLetters);
    }

    private static async Task SameCallAsync(StoreBench bench)
    {
        AppendResult result = await bench.AppendAsync(
            Parked(1), Make(2), Parked(3, kind: OperationKind.Delete), Parked(4)).ConfigureAwait(false);

        Expect("taken", 4, result.Taken);
        ExpectErased(result, 1);
        await bench.ExpectParkedAsync("afterwards", Ada, 3, 4).ConfigureAwait(false);
        await bench.ExpectLaneAsync("afterwards", 0, 2).ConfigureAwait(false);
    }

    private static async Task NotTakenAsync(StoreBench bench)
    {
        await bench.AppendAsync(Parked(1), Parked(2)).ConfigureAwait(false);
        await bench.RefuseAsync(FromMemory(Make(3))).ConfigureAwait(false);

        AppendResult result = await bench.AppendAsync(Make(4, Bob), Parked(5, kind: OperationKind.Delete)).ConfigureAwait(false);

        Expect("taken of an event and a delete", 0, result.Taken);
        ExpectErased(result);
        Expect("erased dead letters", 0, result.ErasedLetters);
        await bench.ExpectParkedAsync("afterwards", Ada, 1, 2).ConfigureAwait(false);
        await bench.ExpectLettersAsync("afterwards", 3).ConfigureAwait(false);
    }

    private static async Task AgainAsync(StoreBench bench)
    {
        await bench.AppendAsync(Parked(1), Parked(2, kind: OperationKind.Delete)).ConfigureAwait(false);
        await bench.AppendAsync(Parked(3), Parked(4, Bob)).ConfigureAwait(false);

        AppendResult again = await bench.AppendAsync(Parked(2, kind: OperationKind.Delete)).ConfigureAwait(false);

        Expect("taken and duplicates", (1, 1), (again.Taken, again.Duplicates));
        ExpectErased(again);
        await bench.ExpectParkedAsync("afterwards", Ada, 2, 3).ConfigureAwait(false);
    }

    private static void ExpectErased(AppendResult result, params long[] positions) => ExpectList(
        "positions of the erased", positions, result.Erased.Select(static one => one.Position).Order());
}
