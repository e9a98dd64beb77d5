using CustomerIo.Resilience.Fallback;
using static CustomerIo.Resilience.Testing.Stores.StoreBench;

namespace CustomerIo.Resilience.Testing.Stores;

/// <summary>Rules about operations that wait: appending, reading, statistics.</summary>
internal static class WaitingRules
{
    public static StoreRule[] All { get; } =
    [
        new("ReadAsync", "A lane is read by sequence, whatever the order of appends", ReadInOrderAsync),
        new("ReadAsync", "A page is no longer than asked for, and has one operation at least", ReadPagesAsync),
        new("ReadAsync", "Reading removes nothing", ReadTwiceAsync),
        new("ReadAsync", "What is read is what was appended", ReadWholeAsync),
        new("AppendAsync", "An id is taken once, within a call and over calls", TakeOnceAsync),
        new("AppendAsync", "An empty list is taken as it is", AppendNothingAsync),
        new("AppendAsync", "A call that throws has done nothing, and one that returns has done all", CancelAsync),
        new("OpenAsync", "A new store tells of nothing that waits", OpenEmptyAsync),
        new("GetStatistics", "Statistics tell count, bytes and the oldest, over all lanes", StatisticsAsync),
        new("GetStatistics", "Merge barriers have no weight", BarriersAsync),
        new("GetStatistics", "When all is completed the statistics are those of an empty store", EmptyAgainAsync),
    ];

    private static async Task ReadInOrderAsync(StoreBench bench)
    {
        await bench.AppendAsync(Make(3), Make(4)).ConfigureAwait(false);
        await bench.AppendAsync(Make(2, lane: 1)).ConfigureAwait(false);
        await bench.AppendAsync(Make(1)).ConfigureAwait(false);

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
            Make(1, kind: OperationKind.Merge, peerLane: 3),
            Make(2, kind: OperationKind.MergeBarrier, bytes: 0, peerLane: 2),
            Make(3, key: "email:ünï@example.com"),
        ];
        await bench.AppendAsync(appended).ConfigureAwait(false);

        IReadOnlyList<Operation> read = await bench.ReadAsync().ConfigureAwait(false);

        Expect("operations read", appended.Length, read.Count);
        for (int index = 0; index < appended.Length; index++)
        {
            ExpectSame(appended[index].Kind.ToString(), appended[index], read[index]);
        }
    }

    private static async Task TakeOnceAsync(StoreBench bench)
    {
        Operation operation = Make(1);

        AppendResult twice = await bench.AppendAsync(operation, operation).ConfigureAwait(false);
        AppendResult again = await bench.AppendAsync(Make(1), Make(2)).ConfigureAwait(false);

        Expect("taken and duplicates of the same one twice", (2, 1), (twice.Taken, twice.Duplicates));
        Expect("taken and duplicates of it and a new one", (2, 1), (again.Taken, again.Duplicates));
        await bench.ExpectLaneAsync("afterwards", 0, 1, 2).ConfigureAwait(false);
        Expect("bytes afterwards", 20, bench.Statistics.Bytes);
    }

    private static async Task AppendNothingAsync(StoreBench bench)
    {
        AppendResult result = await bench.AppendAsync().ConfigureAwait(false);

        Expect("taken and duplicates", (0, 0), (result.Taken, result.Duplicates));
        ExpectList("evicted", [], result.Evicted);
    }

    private static async Task CancelAsync(StoreBench bench)
    {
        using CancellationTokenSource cancel = new();
        await cancel.CancelAsync().ConfigureAwait(false);
        long[] expected = [1];
        try
        {
            await bench.Store.AppendAsync([Make(1)], cancel.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            expected = [];
        }

        await bench.ExpectLaneAsync("after an append with a token that had fired", 0, expected).ConfigureAwait(false);
        Expect("count", expected.Length, bench.Statistics.Count);
    }

    private static async Task OpenEmptyAsync(StoreBench bench)
    {
        ExpectList("backlog", [], await bench.OpenAsync().ConfigureAwait(false));
        Expect("statistics", default, bench.Statistics);
        await bench.ExpectLaneAsync("at first", 3).ConfigureAwait(false);
        await bench.ExpectLettersAsync("at first").ConfigureAwait(false);
    }

    private static async Task StatisticsAsync(StoreBench bench)
    {
        await bench.AppendAsync(Make(5)).ConfigureAwait(false);
        await bench.AppendAsync(Make(6, lane: 2)).ConfigureAwait(false);
        await bench.CompleteAsync([], [Letter(Make(1))]).ConfigureAwait(false);

        Expect("statistics", new StoreStatistics(2, 20, Start.AddSeconds(5), 1), bench.Statistics);
    }

    private static async Task BarriersAsync(StoreBench bench)
    {
        await bench.AppendAsync(
            Make(1), Make(2, kind: OperationKind.MergeBarrier, bytes: 0, peerLane: 1), Make(3)).ConfigureAwait(false);

        Expect("count and bytes", (2L, 20L), (bench.Statistics.Count, bench.Statistics.Bytes));
    }

    private static async Task EmptyAgainAsync(StoreBench bench)
    {
        Operation[] operations = [Make(1), Make(2, kind: OperationKind.MergeBarrier, bytes: 0, peerLane: 1), Make(3)];
        await bench.AppendAsync(operations).ConfigureAwait(false);

        await bench.CompleteAsync(operations).ConfigureAwait(false);

        Expect("statistics", default, bench.Statistics);
        await bench.ExpectLaneAsync("afterwards", 0).ConfigureAwait(false);
    }
}
