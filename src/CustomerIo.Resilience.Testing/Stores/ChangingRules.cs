using System.Globalization;
using CustomerIo.Resilience.Fallback;
using static CustomerIo.Resilience.Testing.Stores.Samples;
using static CustomerIo.Resilience.Testing.Stores.StoreExpectations;

namespace CustomerIo.Resilience.Testing.Stores;

/// <summary>Rules about what becomes of operations: named by position and id, and all or nothing.</summary>
internal static class ChangingRules
{
    public static StoreRule[] All { get; } =
    [
        Named([1, 2, 4], left: [3]),
        Named([1, 2], left: [3, 4]),
        Named([1, 4], left: [2, 3]),
        Named([2, 4], left: [1, 3]),
        new("ApplyAsync", "Completing on many lanes and of what is parked is one change, and leaves the rest", ManyAsync),
        new("ApplyAsync", "What a store does not have is passed over, and so is what went before", PassOverAsync),
        new("ApplyAsync", "An operation with another id at its position is not meant", OtherIdAsync),
        new("ApplyAsync", "Completing, refusing and parking are one change", AllAsync),
        new("ApplyAsync", "Doing the same change again changes nothing", AgainAsync),
        new("AppendAsync", "An append that throws has kept all or nothing, and one that returns has kept all", CancelAppendAsync),
        new("ApplyAsync", "A change that throws has done all or nothing, and one that returns has done all", CancelChangeAsync),
    ];

    private static StoreRule Named(int[] completed, int[] left)
    {
        string numbers = string.Join(" and ", completed.Select(static one => one.ToString(CultureInfo.InvariantCulture)));
        return new StoreRule(
            "ApplyAsync",
            $"Completing {numbers} removes only those, whatever came since they were read",
            bench => NamedAsync(bench, completed, left));
    }

    private static async Task NamedAsync(StoreBench bench, int[] completed, int[] left)
    {
        await bench.AppendAsync(Make(1), Make(2, bytes: 20), Make(4)).ConfigureAwait(false);
        Expect("operations read", 3, (await bench.ReadAsync().ConfigureAwait(false)).Count);
        await bench.AppendAsync(Make(3, bytes: 30)).ConfigureAwait(false);

        ChangeResult result = await bench.CompleteAsync([.. completed.Select(static number => Make(number))])
            .ConfigureAwait(false);

        Expect("result", new ChangeResult(completed.Length, 0, 0), result);
        await bench.ExpectLaneAsync("afterwards", 0, [.. left.Select(static number => (long)number)])
            .ConfigureAwait(false);
        Expect("damage", null, bench.Statistics.Damage);
        Expect(
            "bytes",
            left.Sum(static number => number switch { 2 => 20L, 3 => 30L, _ => 10L }),
            bench.Statistics.Bytes);
    }

    private static async Task ManyAsync(StoreBench bench)
    {
        string zoe = Key("zoe", lane: 1);
        await bench.AppendAsync(Make(1), Make(2, zoe), Make(3), Parked(4), Parked(5), Make(6, zoe)).ConfigureAwait(false);

        ChangeResult result = await bench.CompleteAsync(Make(3), Make(2, zoe), Parked(5)).ConfigureAwait(false);

        Expect("result", new ChangeResult(3, 0, 0), result);
        await bench.ExpectLaneAsync("afterwards", 0, 1).ConfigureAwait(false);
        await bench.ExpectLaneAsync("afterwards", 1, 6).ConfigureAwait(false);
        await bench.ExpectParkedAsync("afterwards", Ada, 4).ConfigureAwait(false);
    }

    private static async Task PassOverAsync(StoreBench bench)
    {
        await bench.AppendAsync(Make(1), Make(2), Parked(3)).ConfigureAwait(false);
        await bench.CompleteAsync(Make(1)).ConfigureAwait(false);

        ChangeResult result = await bench.ApplyAsync(new StoreChanges
        {
            Completed = [Make(1), Make(2), Make(8)],
            DeadLetters = [Letter(Make(9)), Letter(Parked(10)), Letter(Make(1))],
            Parked = [Parked(11), Parked(1)],
        }).ConfigureAwait(false);

        Expect("result", new ChangeResult(1, 0, 0), result);
        await bench.ExpectLaneAsync("afterwards", 0).ConfigureAwait(false);
        await bench.ExpectParkedAsync("afterwards", Ada, 3).ConfigureAwait(false);
        await bench.ExpectLettersAsync("afterwards").ConfigureAwait(false);
        Expect("count", 1, bench.Statistics.Count);
    }

    private static async Task OtherIdAsync(StoreBench bench)
    {
        await bench.AppendAsync(Make(1), Parked(2)).ConfigureAwait(false);
        Operation[] others = [Make(51).With(position: 1), Make(52).With(position: 2)];

        ChangeResult completed = await bench.CompleteAsync(others).ConfigureAwait(false);
        ChangeResult refused = await bench.RefuseAsync([.. others.Select(static one => Letter(one))]).ConfigureAwait(false);
        ChangeResult parked = await bench.ParkAsync([.. others.Select(static one => ToPark(one, hasFailed: true))])
            .ConfigureAwait(false);

        Expect("result of completing", default, completed);
        Expect("result of refusing", default, refused);
        Expect("result of parking", default, parked);
        await bench.ExpectLaneAsync("afterwards", 0, 1).ConfigureAwait(false);
        ExpectAllSame("parked", [Parked(2)], (await bench.ReadParkedAsync(Ada).ConfigureAwait(false)).Operations);
        await bench.ExpectLettersAsync("afterwards").ConfigureAwait(false);
    }

    private static async Task AllAsync(StoreBench bench)
    {
        await bench.AppendAsync(Make(1), Make(2), Make(3), Parked(4), Parked(5), Parked(6)).ConfigureAwait(false);

        ChangeResult result = await bench.ApplyAsync(new StoreChanges
        {
            Completed = [Make(1), Parked(4)],
            DeadLetters = [Letter(Make(2)), Letter(Parked(5)), FromMemory(Make(7))],
            Parked = [ToPark(Make(3)), Parked(6, hasFailed: true)],
        }).ConfigureAwait(false);

        Expect("result", new ChangeResult(4, 3, 0) { Parked = 2 }, result);
        await bench.ExpectLaneAsync("afterwards", 0).ConfigureAwait(false);
        ExpectAllSame(
            "parked", [Parked(3), Parked(6, hasFailed: true)], (await bench.ReadParkedAsync(Ada).ConfigureAwait(false)).Operations);
        await bench.ExpectLettersAsync("afterwards", 2, 5, 7).ConfigureAwait(false);
        Expect("statistics", new StoreStatistics(2, 20, null, 2, 3), bench.Statistics);
    }

    private static async Task AgainAsync(StoreBench bench)
    {
        await bench.AppendAsync(Make(1), Make(2), Make(3), Parked(4)).ConfigureAwait(false);
        StoreChanges changes = new()
        {
            Completed = [Make(1)],
            DeadLetters = [Letter(Make(2)), FromMemory(Make(7))],
            Parked = [ToPark(Make(3)), Parked(4, hasFailed: true)],
        };
        await bench.ApplyAsync(changes).ConfigureAwait(false);
        StoreStatistics once = bench.Statistics;

        ChangeResult again = await bench.ApplyAsync(changes).ConfigureAwait(false);

        Expect("removed by the second", 0, again.Removed);
        Expect("statistics", once, bench.Statistics);
        await bench.ExpectLettersAsync("afterwards", 2, 7).ConfigureAwait(false);
        ExpectAllSame(
            "parked", [Parked(3), Parked(4, hasFailed: true)], (await bench.ReadParkedAsync(Ada).ConfigureAwait(false)).Operations);
    }

    private static async Task CancelAppendAsync(StoreBench bench)
    {
        bool hasThrown = await IsCancelledAsync(async token =>
            await bench.Store.AppendAsync([Make(1), Parked(2), Make(3, Key("zoe", lane: 1))], token).ConfigureAwait(false))
            .ConfigureAwait(false);

        long count = bench.Statistics.Count;
        Expect("kept all", true, count == 3 || (hasThrown && count == 0));
        await bench.ExpectLaneAsync("afterwards", 0, count == 3 ? [1] : []).ConfigureAwait(false);
        await bench.ExpectParkedAsync("afterwards", Ada, count == 3 ? [2] : []).ConfigureAwait(false);
        await bench.ExpectLaneAsync("afterwards", 1, count == 3 ? [3] : []).ConfigureAwait(false);
    }

    private static async Task CancelChangeAsync(StoreBench bench)
    {
        await bench.AppendAsync(Make(1), Make(2), Make(3), Make(4)).ConfigureAwait(false);
        StoreChanges changes = new()
        {
            Completed = [Make(1)],
            DeadLetters = [Letter(Make(2)), FromMemory(Make(7))],
            Parked = [ToPark(Make(3))],
        };

        bool hasThrown = await IsCancelledAsync(async token =>
            await bench.Store.ApplyAsync(changes, token).ConfigureAwait(false)).ConfigureAwait(false);

        bool isDone = bench.Statistics.Parked == 1;
        Expect("done", true, isDone || hasThrown);
        await bench.ExpectLaneAsync("afterwards", 0, isDone ? [4] : [1, 2, 3, 4]).ConfigureAwait(false);
        await bench.ExpectParkedAsync("afterwards", Ada, isDone ? [3] : []).ConfigureAwait(false);
        await bench.ExpectLettersAsync("afterwards", isDone ? [2, 7] : []).ConfigureAwait(false);
    }

    private static async Task<bool> IsCancelledAsync(Func<CancellationToken, Task> call)
    {
        using CancellationTokenSource cancel = new();
        await cancel.CancelAsync().ConfigureAwait(false);
        try
        {
            await call(cancel.Token).ConfigureAwait(false);
            return false;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }
}
