using System.Globalization;
using CustomerIo.Resilience.Fallback;
using static CustomerIo.Resilience.Testing.Stores.StoreBench;

namespace CustomerIo.Resilience.Testing.Stores;

/// <summary>Rules about operations whose fate is known.</summary>
internal static class CompletingRules
{
    public static StoreRule[] All { get; } =
    [
        new("CompleteAsync", "Completing removes what is there and keeps the dead letters", CompleteAsync),
        Named([1, 2, 4], left: [3]),
        Named([1, 2], left: [3, 4]),
        Named([1, 4], left: [2, 3]),
        Named([2, 4], left: [1, 3]),
        new("CompleteAsync", "The beginning of what was read is completed with its weight, and once", BeginningAsync),
        new("CompleteAsync", "What was erased before it was completed leaves no dead letter", ErasedAsync),
        new("CompleteAsync", "A dead letter of an operation that was not stored is kept", FromMemoryAsync),
        new("CompleteAsync", "Completing on one lane leaves the others alone", OtherLaneAsync),
    ];

    private static StoreRule Named(int[] completed, int[] left)
    {
        string numbers = string.Join(" and ", completed.Select(static one => one.ToString(CultureInfo.InvariantCulture)));
        return new StoreRule(
            "CompleteAsync",
            $"Completing {numbers} removes only those, whatever came since they were read",
            bench => NamedAsync(bench, completed, left));
    }

    private static async Task CompleteAsync(StoreBench bench)
    {
        Operation[] operations = [Make(1), Make(2)];
        await bench.AppendAsync(operations).ConfigureAwait(false);

        CompleteResult result = await bench.CompleteAsync([operations[0], Make(9)], [Letter(operations[0])])
            .ConfigureAwait(false);

        Expect("result", new CompleteResult(1, 1, 0), result);
        await bench.ExpectLaneAsync("afterwards", 0, 2).ConfigureAwait(false);
        await bench.ExpectLettersAsync("afterwards", 1).ConfigureAwait(false);
        DeadLetter listed = (await bench.ListAsync().ConfigureAwait(false))[0];
        ExpectSame("dead letter", Letter(operations[0]), listed);
    }

    private static async Task NamedAsync(StoreBench bench, int[] completed, int[] left)
    {
        await bench.AppendAsync(Make(1), Make(2, bytes: 20), Make(4)).ConfigureAwait(false);
        Expect("operations read", 3, (await bench.ReadAsync().ConfigureAwait(false)).Count);
        await bench.AppendAsync(Make(3, bytes: 30)).ConfigureAwait(false);

        CompleteResult result = await bench.CompleteAsync([.. completed.Select(static number => Make(number))])
            .ConfigureAwait(false);

        Expect("removed", completed.Length, result.Removed);
        await bench.ExpectLaneAsync("afterwards", 0, [.. left.Select(static number => (long)number)])
            .ConfigureAwait(false);
        Expect("damage", null, bench.Statistics.Damage);
        Expect(
            "bytes",
            left.Sum(static number => number switch { 2 => 20L, 3 => 30L, _ => 10L }),
            bench.Statistics.Bytes);
    }

    private static async Task BeginningAsync(StoreBench bench)
    {
        await bench.AppendAsync(
            Make(1), Make(2, kind: OperationKind.MergeBarrier, bytes: 0), Make(3, bytes: 20), Make(4))
            .ConfigureAwait(false);
        Operation[] first = [.. (await bench.ReadAsync().ConfigureAwait(false)).Take(3)];

        CompleteResult result = await bench.CompleteAsync(first).ConfigureAwait(false);

        Expect("result, a barrier among three", new CompleteResult(2, 0, 0), result);
        await bench.ExpectLaneAsync("afterwards", 0, 4).ConfigureAwait(false);
        Expect("count and bytes", (1L, 10L), (bench.Statistics.Count, bench.Statistics.Bytes));
        CompleteResult again = await bench.CompleteAsync(first, [Letter(first[0])]).ConfigureAwait(false);
        Expect("result of the same again, with a dead letter", default, again);
    }

    private static async Task ErasedAsync(StoreBench bench)
    {
        Operation operation = Make(1, key: "id:ada");
        await bench.AppendAsync(operation).ConfigureAwait(false);
        await bench.EraseAsync(new Erasure("id:ada", 2)).ConfigureAwait(false);

        CompleteResult result = await bench.CompleteAsync([operation], [Letter(operation)]).ConfigureAwait(false);

        Expect("result", default, result);
        Expect("dead letters", 0, bench.Statistics.DeadLetters);
    }

    private static async Task FromMemoryAsync(StoreBench bench)
    {
        await bench.AppendAsync(Make(2)).ConfigureAwait(false);

        CompleteResult result = await bench.CompleteAsync([Make(2)], [Letter(Make(1))]).ConfigureAwait(false);

        Expect("result", new CompleteResult(1, 1, 0), result);
        await bench.ExpectLettersAsync("afterwards", 1).ConfigureAwait(false);
    }

    private static async Task OtherLaneAsync(StoreBench bench)
    {
        await bench.AppendAsync(Make(1)).ConfigureAwait(false);
        await bench.AppendAsync(Make(2, lane: 1)).ConfigureAwait(false);

        await bench.CompleteAsync(Make(1)).ConfigureAwait(false);

        await bench.ExpectLaneAsync("afterwards", 0).ConfigureAwait(false);
        await bench.ExpectLaneAsync("afterwards", 1, 2).ConfigureAwait(false);
    }
}
