using CustomerIo.Resilience.Fallback;
using static CustomerIo.Resilience.Testing.Stores.Samples;
using static CustomerIo.Resilience.Testing.Stores.StoreExpectations;
using OperationKind = CustomerIo.Resilience.Fallback.OperationKind;

namespace CustomerIo.Resilience.Testing.Stores;

/// <summary>Rules about what a parked operation has to wait for.</summary>
internal static class BlockingRules
{
    private static readonly OperationKind[] OneKeyBarriers =
        [OperationKind.Delete, OperationKind.Suppress, OperationKind.Unsuppress];

    public static StoreRule[] All { get; } =
    [
        Rule("The first of a key waits for nothing else of the key", FirstAsync),
        Rule("A merge waits for what is older and owns either of its keys", MergeAsync),
        Rule("A merge waits for an older merge that has a key in common with it", MergesAsync),
        Rule("A merge waits for nothing that is newer", NewerThanMergeAsync),
        Rule("A delete, suppress or unsuppress waits for what is older and names its key", BarrierAsync),
        Rule("A merge waits for what is older and names either of its keys", NamedMergeAsync),
        Rule("What names a key waits for an older delete, suppress or unsuppress of it", NamingAsync),
        Rule("What names a key waits for an older merge that has it as either of its keys", NamingMergedAsync),
        Rule("What names a key and the key's events pass each other", PassAsync),
        Rule("Two that name the same key pass each other", BothNameAsync),
        Rule("What waited is free when the older one has gone, whatever became of it", FreedAsync),
        Rule("Whether the first waits does not depend on the size of the page", PageAsync),
        Rule("Nothing parked waits for what is on a lane", LaneAsync),
    ];

    private static StoreRule Rule(string sentence, Func<StoreBench, Task> check) => new("ReadParkedAsync", sentence, check);

    private static async Task FirstAsync(StoreBench bench)
    {
        await bench.AppendAsync(Parked(1, hasFailed: true), Parked(2), Parked(3, kind: OperationKind.Unsuppress)).ConfigureAwait(false);
        await bench.AppendAsync(Parked(4, Bob, OperationKind.Suppress), Parked(5, Eve)).ConfigureAwait(false);

        foreach (string key in new[] { Ada, Bob, Eve, Firm })
        {
            await ExpectAsync(bench, key, false).ConfigureAwait(false);
        }
    }

    private static async Task MergeAsync(StoreBench bench)
    {
        string zoe = Key("zoe", lane: 3);
        await bench.AppendAsync(
            Parked(1, zoe), Parked(2, kind: OperationKind.Merge, second: zoe), Parked(3, Bob),
            Parked(4, Bob, OperationKind.Merge, second: Eve)).ConfigureAwait(false);

        await ExpectAsync(bench, Ada, true).ConfigureAwait(false);
        await ExpectAsync(bench, zoe, false).ConfigureAwait(false);
        await ExpectAsync(bench, Eve, true).ConfigureAwait(false);
        await ExpectAsync(bench, Bob, false).ConfigureAwait(false);
    }

    private static async Task MergesAsync(StoreBench bench)
    {
        await bench.AppendAsync(
            Parked(1, kind: OperationKind.Merge, second: Bob),
            Parked(2, Eve, OperationKind.Merge, second: Bob),
            Parked(3, Key("dan"), OperationKind.Merge, second: Eve)).ConfigureAwait(false);

        await ExpectAsync(bench, Ada, false).ConfigureAwait(false);
        await ExpectAsync(bench, Bob, false).ConfigureAwait(false);
        await ExpectAsync(bench, Eve, true).ConfigureAwait(false);
        await ExpectAsync(bench, Key("dan"), true).ConfigureAwait(false);
    }

    private static async Task NewerThanMergeAsync(StoreBench bench)
    {
        await bench.AppendAsync(
            Parked(1, kind: OperationKind.Merge, second: Bob), Parked(2, Bob), Parked(3, kind: OperationKind.Delete),
            Parked(4, Firm, OperationKind.IdentifyObject, named: [Ada, Bob])).ConfigureAwait(false);

        await ExpectAsync(bench, Ada, false).ConfigureAwait(false);
        await ExpectAsync(bench, Bob, false).ConfigureAwait(false);
    }

    private static async Task BarrierAsync(StoreBench bench)
    {
        int number = 0;
        foreach (OperationKind kind in OneKeyBarriers)
        {
            string person = Key($"p{number}");
            string other = Key($"q{number}");
            await bench.AppendAsync(
                Parked(number + 1, Key($"f{number}"), OperationKind.IdentifyObject, named: [Bob, person]),
                Parked(number + 2, person, kind),
                Parked(number + 3, other, kind),
                Parked(number + 4, Key($"g{number}"), OperationKind.IdentifyObject, named: [other])).ConfigureAwait(false);

            await ExpectAsync(bench, person, true).ConfigureAwait(false);
            await ExpectAsync(bench, other, false).ConfigureAwait(false);
            number += 10;
        }
    }

    private static async Task NamedMergeAsync(StoreBench bench)
    {
        await bench.AppendAsync(
            Parked(1, Firm, OperationKind.IdentifyObject, named: [Ada, Eve]),
            Parked(2, kind: OperationKind.Merge, second: Bob),
            Parked(3, Key("dan"), OperationKind.Merge, second: Eve)).ConfigureAwait(false);

        await ExpectAsync(bench, Ada, true).ConfigureAwait(false);
        await ExpectAsync(bench, Bob, true).ConfigureAwait(false);
        await ExpectAsync(bench, Key("dan"), true).ConfigureAwait(false);
    }

    private static async Task NamingAsync(StoreBench bench)
    {
        int number = 0;
        foreach (OperationKind kind in OneKeyBarriers)
        {
            string person = Key($"p{number}");
            await bench.AppendAsync(
                Parked(number + 1, Key($"f{number}"), OperationKind.IdentifyObject, named: [Bob, person]),
                Parked(number + 2, person, kind),
                Parked(number + 3, Key($"g{number}"), OperationKind.AddRelationships, named: [Bob, person]))
                .ConfigureAwait(false);

            await ExpectAsync(bench, Key($"g{number}"), true).ConfigureAwait(false);
            await ExpectAsync(bench, Key($"f{number}"), false).ConfigureAwait(false);
            number += 10;
        }
    }

    private static async Task NamingMergedAsync(StoreBench bench)
    {
        await bench.AppendAsync(
            Parked(1, Firm, OperationKind.IdentifyObject, named: [Ada, Bob]),
            Parked(2, kind: OperationKind.Merge, second: Bob),
            Parked(3, Key("g1"), OperationKind.IdentifyObject, named: [Ada]),
            Parked(4, Key("g2"), OperationKind.IdentifyObject, named: [Bob]),
            Parked(5, Key("g3"), OperationKind.IdentifyObject, named: [Eve])).ConfigureAwait(false);

        await ExpectAsync(bench, Key("g1"), true).ConfigureAwait(false);
        await ExpectAsync(bench, Key("g2"), true).ConfigureAwait(false);
        await ExpectAsync(bench, Key("g3"), false).ConfigureAwait(false);
        await ExpectAsync(bench, Firm, false).ConfigureAwait(false);
    }

    private static async Task PassAsync(StoreBench bench)
    {
        await bench.AppendAsync(
            Parked(1, hasFailed: true),
            Parked(2, Firm, OperationKind.IdentifyObject, named: [Ada, Bob], hasFailed: true),
            Parked(3, Bob, OperationKind.Identify)).ConfigureAwait(false);

        await ExpectAsync(bench, Firm, false).ConfigureAwait(false);
        await ExpectAsync(bench, Bob, false).ConfigureAwait(false);
    }

    private static async Task BothNameAsync(StoreBench bench)
    {
        await bench.AppendAsync(
            Parked(1, Firm, OperationKind.IdentifyObject, named: [Ada], hasFailed: true),
            Parked(2, Key("g1"), OperationKind.IdentifyObject, named: [Ada])).ConfigureAwait(false);

        await ExpectAsync(bench, Key("g1"), false).ConfigureAwait(false);
    }

    private static async Task FreedAsync(StoreBench bench)
    {
        Operation[] naming =
            [.. Enumerable.Range(1, 3).Select(static number => Parked(number, Firm, OperationKind.IdentifyObject, named: [Ada]))];
        await bench.AppendAsync(naming).ConfigureAwait(false);
        await bench.AppendAsync(Parked(9, kind: OperationKind.Unsuppress)).ConfigureAwait(false);

        await ExpectAsync(bench, Ada, true).ConfigureAwait(false);
        await bench.CompleteAsync(naming[0]).ConfigureAwait(false);
        await bench.RefuseAsync(Letter(naming[2])).ConfigureAwait(false);
        await ExpectAsync(bench, Ada, true).ConfigureAwait(false);
        await bench.CompleteAsync(naming[1]).ConfigureAwait(false);
        await ExpectAsync(bench, Ada, false).ConfigureAwait(false);
    }

    private static async Task PageAsync(StoreBench bench)
    {
        await bench.AppendAsync(
            Parked(1, Bob), Parked(2, kind: OperationKind.Merge, second: Bob), Parked(3), Parked(4, Eve),
            Parked(5, Eve, OperationKind.Merge, second: Bob)).ConfigureAwait(false);

        Expect("of one of two", true, (await bench.ReadParkedAsync(Ada, maxCount: 1).ConfigureAwait(false)).IsBlocked);
        Expect("of both", true, (await bench.ReadParkedAsync(Ada).ConfigureAwait(false)).IsBlocked);
        Expect("of two, the second of which waits", false, (await bench.ReadParkedAsync(Eve).ConfigureAwait(false)).IsBlocked);
    }

    private static async Task LaneAsync(StoreBench bench)
    {
        await bench.AppendAsync(
            Make(1), Make(2, Bob, OperationKind.Merge, second: Eve), Make(3, Firm, OperationKind.IdentifyObject, named: [Ada]),
            Parked(4, kind: OperationKind.Merge, second: Bob)).ConfigureAwait(false);

        await ExpectAsync(bench, Ada, false).ConfigureAwait(false);
        await ExpectAsync(bench, Bob, false).ConfigureAwait(false);
    }

    private static async Task ExpectAsync(StoreBench bench, string key, bool isBlocked)
    {
        ParkedBatch batch = await bench.ReadParkedAsync(key).ConfigureAwait(false);
        string first = batch.Operations.Count == 0 ? "nothing" : $"{batch.Operations[0].Kind} {batch.Operations[0].Position}";
        Expect($"whether {first} has to wait", isBlocked, batch.IsBlocked);
    }
}
