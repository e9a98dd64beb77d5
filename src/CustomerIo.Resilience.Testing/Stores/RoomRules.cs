using CustomerIo.Resilience.Fallback;
using static CustomerIo.Resilience.Testing.Stores.StoreBench;

namespace CustomerIo.Resilience.Testing.Stores;

/// <summary>Rules about the bounds of what waits.</summary>
internal static class RoomRules
{
    public static StoreRule[] All { get; } =
    [
        new("AppendAsync", "What finds no room is the rest of the list", RestAsync),
        new("AppendAsync", "Bytes are bounded too", BytesAsync),
        new("AppendAsync", "The bound is one for all lanes together", AllLanesAsync),
        new(
            "AppendAsync",
            "Where there is no room for any, none is taken",
            NoneAsync,
            static options => options.MaxCount = 0),
        new("AppendAsync", "What a full store already has is taken once more as a duplicate", DuplicateWhenFullAsync),
        new("AppendAsync", "There is room again when operations were completed or erased", RoomAgainAsync),
        new(
            "AppendAsync",
            "Where the options say so, the oldest events make room, and nothing else does",
            EvictAsync,
            static options => options.WhenFull = StoreOverflow.DropOldestEvents),
    ];

    private static async Task RestAsync(StoreBench bench)
    {
        AppendResult result = await bench.AppendAsync(
            [.. Enumerable.Range(1, 7).Select(static sequence => Make(sequence))]).ConfigureAwait(false);

        Expect("taken of 7 with room for 5", 5, result.Taken);
        ExpectList("evicted", [], result.Evicted);
        Expect("count", 5, bench.Statistics.Count);
        Expect("taken when full", 0, (await bench.AppendAsync(Make(8)).ConfigureAwait(false)).Taken);
        await bench.ExpectLaneAsync("afterwards", 0, 1, 2, 3, 4, 5).ConfigureAwait(false);
    }

    private static async Task BytesAsync(StoreBench bench)
    {
        AppendResult result = await bench.AppendAsync(Make(1, bytes: 600), Make(2, bytes: 600)).ConfigureAwait(false);

        Expect("taken of two of 600 bytes with room for 1,000", 1, result.Taken);
        Expect("bytes", 600, bench.Statistics.Bytes);
    }

    private static async Task AllLanesAsync(StoreBench bench)
    {
        await bench.AppendAsync(Make(1), Make(2), Make(3)).ConfigureAwait(false);

        AppendResult result = await bench.AppendAsync(Make(4, lane: 1), Make(5, lane: 1), Make(6, lane: 1))
            .ConfigureAwait(false);

        Expect("taken on another lane with room for 2 more", 2, result.Taken);
    }

    private static async Task NoneAsync(StoreBench bench)
    {
        Expect("taken with room for none", 0, (await bench.AppendAsync(Make(1)).ConfigureAwait(false)).Taken);
        Expect("statistics", default, bench.Statistics);
    }

    private static async Task DuplicateWhenFullAsync(StoreBench bench)
    {
        Operation[] five = [.. Enumerable.Range(1, 5).Select(static sequence => Make(sequence))];
        await bench.AppendAsync(five).ConfigureAwait(false);

        AppendResult again = await bench.AppendAsync([.. five, Make(6)]).ConfigureAwait(false);

        Expect("taken and duplicates", (5, 5), (again.Taken, again.Duplicates));
    }

    private static async Task RoomAgainAsync(StoreBench bench)
    {
        Operation[] five = [.. Enumerable.Range(1, 5).Select(static sequence => Make(sequence, bytes: 200))];
        await bench.AppendAsync(five).ConfigureAwait(false);
        await bench.CompleteAsync(five[0]).ConfigureAwait(false);
        await bench.EraseAsync(new Erasure("id:ada", 3)).ConfigureAwait(false);

        AppendResult result = await bench.AppendAsync(
            Make(6, bytes: 200), Make(7, bytes: 200), Make(8, bytes: 200)).ConfigureAwait(false);

        Expect("taken after one was completed and one erased", 2, result.Taken);
    }

    private static async Task EvictAsync(StoreBench bench)
    {
        await bench.AppendAsync(Make(1, kind: OperationKind.Identify)).ConfigureAwait(false);
        await bench.AppendAsync(Make(2, lane: 1)).ConfigureAwait(false);
        await bench.AppendAsync(Make(3), Make(4, kind: OperationKind.Delete)).ConfigureAwait(false);
        await bench.AppendAsync(Make(5, lane: 1)).ConfigureAwait(false);

        AppendResult result = await bench.AppendAsync(
            Make(6), Make(7, kind: OperationKind.Identify), Make(8), Make(9)).ConfigureAwait(false);

        Expect("taken and duplicates of 4 at the bound", (4, 0), (result.Taken, result.Duplicates));
        ExpectList(
            "evicted",
            new EvictedOperation[] { new(1, 2), new(0, 3), new(1, 5), new(0, 6) },
            result.Evicted);
        AppendResult people = await bench.AppendAsync(
            Make(10, kind: OperationKind.Identify), Make(11, kind: OperationKind.Identify)).ConfigureAwait(false);
        Expect("taken of 2 people while events make room", 2, people.Taken);
        AppendResult full = await bench.AppendAsync(Make(12)).ConfigureAwait(false);
        Expect("taken without an event to let go", 0, full.Taken);
        ExpectList("evicted without an event to let go", [], full.Evicted);
        await bench.ExpectLaneAsync("afterwards", 0, 1, 4, 7, 10, 11).ConfigureAwait(false);
    }
}
