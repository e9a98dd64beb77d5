using CustomerIo.Resilience.Fallback;
using static CustomerIo.Resilience.Testing.Stores.StoreBench;

namespace CustomerIo.Resilience.Testing.Stores;

/// <summary>Rules about forgetting people.</summary>
internal static class ErasingRules
{
    public static StoreRule[] All { get; } =
    [
        new("EraseAsync", "Erasing takes one person's earlier operations and dead letters, but no merge", EraseAsync),
        new("EraseAsync", "Many people are erased at once", ManyAsync),
        new(
            "EraseAsync",
            "What is not erasable stays: deletes, suppressions, what lifts them, merges and barriers",
            KindsAsync,
            static options => options.MaxCount = 100),
        new("EraseAsync", "Erasing on one lane leaves the others alone", OtherLaneAsync),
        new("EraseAsync", "Erasing somebody unknown removes nothing", UnknownAsync),
    ];

    private static async Task EraseAsync(StoreBench bench)
    {
        await bench.AppendAsync(
            Make(1, key: "id:ada"),
            Make(2, key: "id:bob"),
            Make(3, key: "id:ada", kind: OperationKind.Merge),
            Make(4, key: "id:ada")).ConfigureAwait(false);
        await bench.CompleteAsync([], [Letter(Make(0, key: "id:ada")), Letter(Make(-1, key: "id:bob"))])
            .ConfigureAwait(false);

        int erased = await bench.EraseAsync(new Erasure("id:ada", 4)).ConfigureAwait(false);

        Expect("erased", 1, erased);
        await bench.ExpectLaneAsync("afterwards", 0, 2, 3, 4).ConfigureAwait(false);
        await bench.ExpectLettersAsync("afterwards", -1).ConfigureAwait(false);
        Expect("statistics", new StoreStatistics(3, 30, Start.AddSeconds(2), 1), bench.Statistics);
    }

    private static async Task ManyAsync(StoreBench bench)
    {
        await bench.AppendAsync(
            Make(1, key: "id:ada"), Make(2, key: "id:bob"), Make(3, key: "id:ada"), Make(4, key: "id:eve"))
            .ConfigureAwait(false);

        int erased = await bench.EraseAsync(new Erasure("id:ada", 3), new Erasure("id:bob", 9)).ConfigureAwait(false);

        Expect("erased", 2, erased);
        await bench.ExpectLaneAsync("afterwards", 0, 3, 4).ConfigureAwait(false);
        Expect("statistics", new StoreStatistics(2, 20, Start.AddSeconds(3), 0), bench.Statistics);
    }

    private static async Task KindsAsync(StoreBench bench)
    {
        Operation[] operations =
        [
            .. Enum.GetValues<OperationKind>().Select(static (kind, index) => Make(
                index + 1, kind: kind, bytes: kind is OperationKind.MergeBarrier ? 0 : 10)),
        ];
        await bench.AppendAsync(operations).ConfigureAwait(false);

        int erased = await bench.EraseAsync(new Erasure("id:ada", operations.Length + 1)).ConfigureAwait(false);

        Expect("erased", operations.Count(static one => one.Kind.IsErasable()), erased);
        ExpectList(
            "kinds that stay",
            operations.Select(static one => one.Kind).Where(static kind => !kind.IsErasable()),
            (await bench.ReadAsync().ConfigureAwait(false)).Select(static one => one.Kind));
    }

    private static async Task OtherLaneAsync(StoreBench bench)
    {
        await bench.AppendAsync(Make(1)).ConfigureAwait(false);
        await bench.AppendAsync(Make(2, lane: 1)).ConfigureAwait(false);

        await bench.EraseAsync(new Erasure("id:ada", 9)).ConfigureAwait(false);

        await bench.ExpectLaneAsync("afterwards", 0).ConfigureAwait(false);
        await bench.ExpectLaneAsync("afterwards", 1, 2).ConfigureAwait(false);
    }

    private static async Task UnknownAsync(StoreBench bench)
    {
        await bench.AppendAsync(Make(1, key: "id:ada"), Make(2, key: "id:adam")).ConfigureAwait(false);

        Expect("erased of id:ad and id:ADA", 0, await bench.EraseAsync(new("id:ad", 9), new("id:ADA", 9)).ConfigureAwait(false));
        await bench.ExpectLaneAsync("afterwards", 0, 1, 2).ConfigureAwait(false);
    }
}
