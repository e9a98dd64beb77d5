using CustomerIo.Resilience.Fallback;
using static CustomerIo.Resilience.Testing.Stores.Samples;
using static CustomerIo.Resilience.Testing.Stores.StoreExpectations;
using OperationKind = CustomerIo.Resilience.Fallback.OperationKind;

namespace CustomerIo.Resilience.Testing.Stores;

/// <summary>Rules about operations that wait on lanes: appending, reading, statistics.</summary>
internal static class WaitingRules
{
    public static StoreRule[] All { get; } =
    [
        new("ReadAsync", "A lane is read by position, whatever the order of appends", ReadInOrderAsync),
        new("ReadAsync", "A page is no longer than asked for, and has one operation at least", ReadPagesAsync),
        new("ReadAsync", "Reading removes nothing", ReadTwiceAsync),
        new("ReadAsync", "What is read is what was appended", ReadWholeAsync),
        new("AppendAsync", "Operations of one call go each to the lane of its key", AppendToLanesAsync),
        new("AppendAsync", "An operation is taken once, within a call and over calls", TakeOnceAsync),
        new("AppendAsync", "An operation that was parked since is taken no more, and stays parked", TakeParkedOnceAsync),
        new("AppendAsync", "An empty list is taken as it is", AppendNothingAsync),
        new("OpenAsync", "A new store tells of nothing that waits", OpenEmptyAsync),
        new("GetStatistics", "Statistics tell count, bytes, and the oldest on lanes", StatisticsAsync),
        new("GetStatistics", "When all has gone the statistics are those of an empty store", EmptyAgainAsync),
    ];

    private static async Task ReadInOrderAsync(StoreBench bench)
    {
        await bench.AppendAsync(Make(3), Make(4)).ConfigureAwait(false);
        await bench.AppendAsync(Make(2, Key("zoe", lane: 1))).ConfigureAwait(false);
        await bench.AppendAsync(Make(1, Bob)).ConfigureAwait(false);

        await bench.ExpectLaneAsync("after 3 and 4, then 1", 0, 1, 3, 4).ConfigureAwait(false);
        await bench.ExpectLaneAsync("after 2 on that lane", 1, 2).ConfigureAwait(false);
        await bench.ExpectLaneAsync("after nothing on that lane", 2).ConfigureAwait(false);
    }

    private static async Task ReadPagesAsync(StoreBench bench)
    {
        await bench.AppendAsync(Make(1), Make(3), Make(4)).ConfigureAwait(false);

        Expect("at most 2 of 3", 2, (await bench.ReadAsync(maxCount: 2).ConfigureAwait(false)).Count);
        Expect("10 bytes each, at most 25", 2, (await bench.ReadAsync(maxBytes: 25).ConfigureAwait(false)).Count);
        Expect("10 bytes each, at most 20", 2, (await bench.ReadAsync(maxBytes: 20).ConfigureAwait(false)).Count);
        Expect("10 bytes each, at most 1", 1, (await bench.ReadAsync(maxBytes: 1).ConfigureAwait(false)).Count);
    }

    private static async Task ReadTwiceAsync(StoreBench bench)
    {
        await bench.AppendAsync(Make(1), Make(2)).ConfigureAwait(false);

        await bench.ExpectLaneAsync("read once", 0, 1, 2).ConfigureAwait(false);
        await bench.ExpectLaneAsync("read again", 0, 1, 2).ConfigureAwait(false);
        Expect("count after reading", 2, bench.Statistics.Count);
    }

    private static async Task ReadWholeAsync(StoreBench bench)
    {
        Operation[] appended =
        [
            Make(1, kind: OperationKind.Identify, bytes: 300),
            Make(2, Firm, OperationKind.IdentifyObject, named: [Ada, Key("zoe", lane: 3)]),
            Make(3, Bob, OperationKind.Merge, second: Key("zoe", lane: 3)),
        ];
        await bench.AppendAsync(appended).ConfigureAwait(false);

        ExpectAllSame("operations read", appended, await bench.ReadAsync().ConfigureAwait(false));
    }

    private static async Task AppendToLanesAsync(StoreBench bench)
    {
        AppendResult result = await bench.AppendAsync(
            Make(1, Key("zoe", lane: 3)), Make(2), Make(3, Key("dan", lane: 1)), Make(4, Key("zoe", lane: 3)))
            .ConfigureAwait(false);

        Expect("taken and duplicates", (4, 0), (result.Taken, result.Duplicates));
        await bench.ExpectLaneAsync("afterwards", 0, 2).ConfigureAwait(false);
        await bench.ExpectLaneAsync("afterwards", 1, 3).ConfigureAwait(false);
        await bench.ExpectLaneAsync("afterwards", 2).ConfigureAwait(false);
        await bench.ExpectLaneAsync("afterwards", 3, 1, 4).ConfigureAwait(false);
    }

    private static async Task TakeOnceAsync(StoreBench bench)
    {
        AppendResult twice = await bench.AppendAsync(Make(1), Make(1)).ConfigureAwait(false);
        AppendResult again = await bench.AppendAsync(Make(1), Make(2)).ConfigureAwait(false);

        Expect("taken and duplicates of the same one twice", (2, 1), (twice.Taken, twice.Duplicates));
        Expect("taken and duplicates of it and a new one", (2, 1), (again.Taken, again.Duplicates));
        await bench.ExpectLaneAsync("afterwards", 0, 1, 2).ConfigureAwait(false);
        Expect("bytes afterwards", 20, bench.Statistics.Bytes);
    }

    private static async Task TakeParkedOnceAsync(StoreBench bench)
    {
        await bench.AppendAsync(Make(1)).ConfigureAwait(false);
        await bench.ParkAsync(ToPark(Make(1), hasFailed: true)).ConfigureAwait(false);

        AppendResult again = await bench.AppendAsync(Make(1)).ConfigureAwait(false);

        Expect("taken and duplicates", (1, 1), (again.Taken, again.Duplicates));
        await bench.ExpectLaneAsync("afterwards", 0).ConfigureAwait(false);
        await bench.ExpectParkedAsync("afterwards", Ada, 1).ConfigureAwait(false);
        Expect("count", 1, bench.Statistics.Count);
    }

    private static async Task AppendNothingAsync(StoreBench bench)
    {
        AppendResult result = await bench.AppendAsync().ConfigureAwait(false);

        Expect("taken and duplicates", (0, 0), (result.Taken, result.Duplicates));
        Expect("evicted", 0, result.Evicted.Count);
        Expect("erased", (0, 0), (result.Erased.Count, result.ErasedLetters));
    }

    private static async Task OpenEmptyAsync(StoreBench bench)
    {
        StoreContents contents = await bench.OpenAsync().ConfigureAwait(false);

        Expect("lanes with something", 0, contents.Lanes.Count(static lane => lane.Count > 0));
        Expect("held keys", 0, contents.HeldKeys.Count);
        Expect("parked and newest position", (0L, 0L), (contents.Parked, contents.NewestPosition));
        Expect("statistics", default, bench.Statistics);
        await bench.ExpectLaneAsync("at first", 3).ConfigureAwait(false);
        await bench.ExpectParkedAsync("at first", Ada).ConfigureAwait(false);
        await bench.ExpectLettersAsync("at first").ConfigureAwait(false);
    }

    private static async Task StatisticsAsync(StoreBench bench)
    {
        await bench.AppendAsync(Parked(4, bytes: 30), Make(5, Bob), Make(6, Key("zoe", lane: 2))).ConfigureAwait(false);
        await bench.RefuseAsync(FromMemory(Make(1))).ConfigureAwait(false);

        Expect("statistics", new StoreStatistics(3, 50, Start.AddSeconds(5), 1, 1), bench.Statistics);
        await bench.CompleteAsync(Make(5, Bob)).ConfigureAwait(false);
        Expect("statistics after 5", new StoreStatistics(2, 40, Start.AddSeconds(6), 1, 1), bench.Statistics);
        await bench.ParkAsync(ToPark(Make(6, Key("zoe", lane: 2)))).ConfigureAwait(false);
        Expect("statistics after 6 was parked", new StoreStatistics(2, 40, null, 2, 1), bench.Statistics);
    }

    private static async Task EmptyAgainAsync(StoreBench bench)
    {
        Operation[] operations = [Make(1), Parked(2), Make(3), Make(4, bytes: 77), Parked(5)];
        await bench.AppendAsync(operations).ConfigureAwait(false);

        await bench.ApplyAsync(new StoreChanges
        {
            Completed = operations[..3],
            DeadLetters = [Letter(operations[3]), Letter(operations[4])],
        }).ConfigureAwait(false);
        Expect("removed dead letters", 2, await bench.RemoveAsync(IdOf(4), IdOf(5)).ConfigureAwait(false));

        Expect("statistics", default, bench.Statistics);
        await bench.ExpectLaneAsync("afterwards", 0).ConfigureAwait(false);
        await bench.ExpectParkedAsync("afterwards", Ada).ConfigureAwait(false);
    }
}
