using CustomerIo.Resilience.Fallback;
using static CustomerIo.Resilience.Testing.Stores.Samples;
using static CustomerIo.Resilience.Testing.Stores.StoreExpectations;
using OperationKind = CustomerIo.Resilience.Fallback.OperationKind;

namespace CustomerIo.Resilience.Testing.Stores;

/// <summary>Rules about the bounds of what waits.</summary>
internal static class RoomRules
{
    private const int Reserve = 100;

    public static StoreRule[] All { get; } =
    [
        new("AppendAsync", "What finds no room is the rest of the list", RestAsync, Five),
        new("AppendAsync", "Bytes are bounded too", BytesAsync, static options => options.MaxBytes = 1_000_000),
        new("AppendAsync", "The bound is one for all lanes and what is parked", TogetherAsync, Five),
        new("AppendAsync", "Where there is no room for any, none is taken", NoneAsync, static options => options.MaxCount = 0),
        new("AppendAsync", "What a full store already has is taken once more as a duplicate", DuplicateWhenFullAsync, Five),
        new("AppendAsync", "There is room again when operations have gone, whatever became of them", RoomAgainAsync, Five),
        new("AppendAsync", "What is parked stays parked when a full store is full of it", ParkedStaysAsync, DropOldest),
        new("AppendAsync", "Where the options say so, the oldest events on lanes make room, and nothing else does", EvictAsync, DropOldest),
        new("AppendAsync", "A delete or suppress finds room when there is none, and nothing else does", ReserveAsync, Five),
        new("AppendAsync", "A delete finds room when there are no bytes left", ReserveOfBytesAsync, static options => options.MaxBytes = 1_000_000),
        new("AppendAsync", "Dead letters take no room of what waits", LettersAsync, static options => options.MaxBytes = 1_000_000),
    ];

    private static void Five(FallbackOptions options) => options.MaxCount = 5;

    private static void DropOldest(FallbackOptions options) =>
        (options.MaxCount, options.WhenFull) = (5, StoreOverflow.DropOldestEvents);

    private static async Task RestAsync(StoreBench bench)
    {
        AppendResult result = await bench.AppendAsync(
            [.. Enumerable.Range(1, 7).Select(static number => Make(number))]).ConfigureAwait(false);

        Expect("taken of 7 with room for 5", 5, result.Taken);
        Expect("evicted", 0, result.Evicted.Count);
        Expect("count", 5, bench.Statistics.Count);
        Expect("taken when full", 0, (await bench.AppendAsync(Make(8)).ConfigureAwait(false)).Taken);
        await bench.ExpectLaneAsync("afterwards", 0, 1, 2, 3, 4, 5).ConfigureAwait(false);
    }

    private static async Task BytesAsync(StoreBench bench)
    {
        AppendResult result = await bench.AppendAsync(Make(1, bytes: 600_000), Make(2, bytes: 600_000), Make(3))
            .ConfigureAwait(false);

        Expect("taken of two of 600,000 bytes and a small one, with room for 1,000,000", 1, result.Taken);
        Expect("bytes", 600_000, bench.Statistics.Bytes);
    }

    private static async Task TogetherAsync(StoreBench bench)
    {
        await bench.AppendAsync(Make(1), Parked(2), Make(3)).ConfigureAwait(false);
        await bench.ParkAsync(ToPark(Make(3))).ConfigureAwait(false);

        AppendResult result = await bench.AppendAsync(Make(4, Key("zoe", lane: 1)), Parked(5), Make(6), Parked(7))
            .ConfigureAwait(false);

        Expect("taken with room for 2 more", 2, result.Taken);
    }

    private static async Task NoneAsync(StoreBench bench)
    {
        Expect("taken with room for none", 0, (await bench.AppendAsync(Make(1)).ConfigureAwait(false)).Taken);
        Expect("statistics", default, bench.Statistics);
    }

    private static async Task DuplicateWhenFullAsync(StoreBench bench)
    {
        Operation[] five = [.. Enumerable.Range(1, 5).Select(static number => number < 4 ? Make(number) : Parked(number))];
        await bench.AppendAsync(five).ConfigureAwait(false);

        AppendResult again = await bench.AppendAsync([.. five, Make(6)]).ConfigureAwait(false);

        Expect("taken and duplicates", (5, 5), (again.Taken, again.Duplicates));
    }

    private static async Task RoomAgainAsync(StoreBench bench)
    {
        await bench.AppendAsync(Make(1), Parked(2, Bob), Make(3), Make(4), Parked(5, Eve)).ConfigureAwait(false);
        await bench.CompleteAsync(Make(1)).ConfigureAwait(false);
        await bench.RefuseAsync(Letter(Make(3))).ConfigureAwait(false);

        Expect("taken after two", 2, (await TakeAsync(6).ConfigureAwait(false)).Taken);
        await bench.CompleteAsync(Parked(2, Bob)).ConfigureAwait(false);
        Expect("taken after a parked one", 1, (await TakeAsync(10).ConfigureAwait(false)).Taken);
        await bench.AppendAsync(Parked(20, Eve, OperationKind.Delete)).ConfigureAwait(false);
        await bench.CompleteAsync(Parked(20, Eve, OperationKind.Delete)).ConfigureAwait(false);
        Expect("taken after one was erased", 1, (await TakeAsync(21).ConfigureAwait(false)).Taken);

        Task<AppendResult> TakeAsync(int first) => bench.AppendAsync(Make(first), Make(first + 1), Make(first + 2));
    }

    private static async Task ParkedStaysAsync(StoreBench bench)
    {
        await bench.AppendAsync([.. Enumerable.Range(1, 5).Select(static number => Parked(number))]).ConfigureAwait(false);

        AppendResult result = await bench.AppendAsync(Make(6)).ConfigureAwait(false);

        Expect("taken", 0, result.Taken);
        Expect("evicted", 0, result.Evicted.Count);
        await bench.ExpectParkedAsync("afterwards", Ada, 1, 2, 3, 4, 5).ConfigureAwait(false);
    }

    private static async Task EvictAsync(StoreBench bench)
    {
        string zoe = Key("zoe", lane: 1);
        await bench.AppendAsync(Make(1, kind: OperationKind.Identify), Make(2, zoe), Make(3), Parked(4), Make(5, zoe))
            .ConfigureAwait(false);

        AppendResult result = await bench.AppendAsync(Make(6), Make(7, kind: OperationKind.Identify)).ConfigureAwait(false);

        Expect("taken and duplicates of 2 at the bound", (2, 0), (result.Taken, result.Duplicates));
        ExpectList("evicted", [2L, 3L], result.Evicted.Select(static one => one.Position));
        ExpectList("ids of the evicted", [IdOf(2), IdOf(3)], result.Evicted.Select(static one => one.Id));
        AppendResult people = await bench.AppendAsync(
            Make(8, kind: OperationKind.Identify), Make(9, kind: OperationKind.Identify)).ConfigureAwait(false);
        Expect("taken of 2 people while events make room", 2, people.Taken);
        AppendResult full = await bench.AppendAsync(Make(10)).ConfigureAwait(false);
        Expect("taken and evicted without an event to let go", (0, 0), (full.Taken, full.Evicted.Count));
        await bench.ExpectLaneAsync("afterwards", 0, 1, 7, 8, 9).ConfigureAwait(false);
        await bench.ExpectLaneAsync("afterwards", 1).ConfigureAwait(false);
        await bench.ExpectParkedAsync("afterwards", Ada, 4).ConfigureAwait(false);
    }

    private static async Task ReserveAsync(StoreBench bench)
    {
        await bench.AppendAsync([.. Enumerable.Range(1, 5).Select(static number => Make(number, Bob))]).ConfigureAwait(false);

        AppendResult result = await bench.AppendAsync(
            Parked(6, kind: OperationKind.Delete), Parked(7, Bob, OperationKind.Suppress), Parked(8)).ConfigureAwait(false);

        Expect("taken of a delete, a suppress and an event", 2, result.Taken);
        Expect("taken of a merge", 0, (await bench.AppendAsync(
            Parked(9, kind: OperationKind.Merge, second: Eve)).ConfigureAwait(false)).Taken);
        Expect("taken of an unsuppress", 0, (await bench.AppendAsync(
            Parked(10, kind: OperationKind.Unsuppress)).ConfigureAwait(false)).Taken);
        Operation[] many = [.. Enumerable.Range(11, Reserve).Select(static number => Parked(number, kind: OperationKind.Delete))];
        Expect("taken of many deletes", Reserve, (await bench.AppendAsync(many).ConfigureAwait(false)).Taken);
        await bench.ExpectLaneAsync("afterwards", 0, 1, 2, 3, 4, 5).ConfigureAwait(false);
        await bench.ExpectParkedAsync("afterwards", Bob, 7).ConfigureAwait(false);
    }

    private static async Task ReserveOfBytesAsync(StoreBench bench)
    {
        const int Bytes = 10_000;
        int number = 0;
        while ((await bench.AppendAsync(Make(++number, Bob, bytes: Bytes)).ConfigureAwait(false)).Taken > 0)
        {
            Expect("taken of 10,000 bytes each, with room for 1,000,000, more than 100", false, number > 100);
        }

        AppendResult result = await bench.AppendAsync(
            Parked(number + 1, kind: OperationKind.Delete, bytes: Bytes), Make(number + 2, Bob, bytes: Bytes)).ConfigureAwait(false);

        Expect("taken of a delete and an event", 1, result.Taken);
        await bench.ExpectParkedAsync("afterwards", Ada, number + 1).ConfigureAwait(false);
    }

    private static async Task LettersAsync(StoreBench bench)
    {
        await bench.RefuseAsync(FromMemory(Make(1, bytes: 600_000)), FromMemory(Make(2, bytes: 600_000)))
            .ConfigureAwait(false);

        Expect("taken", 1, (await bench.AppendAsync(Make(3, bytes: 600_000)).ConfigureAwait(false)).Taken);
        Expect("statistics", new StoreStatistics(1, 600_000, Start.AddSeconds(3), 0, 2), bench.Statistics);
    }
}
