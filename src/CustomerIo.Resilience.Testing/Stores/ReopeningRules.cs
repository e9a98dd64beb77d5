using CustomerIo.Resilience.Fallback;
using static CustomerIo.Resilience.Testing.Stores.StoreBench;

namespace CustomerIo.Resilience.Testing.Stores;

/// <summary>Rules for durable stores: what the next process finds.</summary>
internal static class ReopeningRules
{
    public static StoreRule[] All { get; } =
    [
        Rule("What was appended is there after reopening, whole and in its order", AppendedAsync),
        Rule("Opening tells what a former run left, lane by lane", BacklogAsync),
        Rule("What was completed or erased does not come back by reopening", RemovedAsync),
        Rule("Dead letters are there after reopening", DeadLettersAsync),
        Rule("Statistics and bounds hold over reopening", BoundsAsync),
        Rule("What a former run appended is recognised as a duplicate", DuplicateAsync),
        Rule("Reopening twice is the same as once", TwiceAsync),
    ];

    private static StoreRule Rule(string sentence, Func<StoreBench, Task> check) =>
        new("OpenAsync", sentence, check, IsAboutReopening: true);

    private static async Task AppendedAsync(StoreBench bench)
    {
        Operation[] appended =
        [
            Make(1, kind: OperationKind.Identify),
            Make(2, kind: OperationKind.Merge, peerLane: 3),
            Make(7, key: "id:bob"),
        ];
        await bench.AppendAsync(appended[2]).ConfigureAwait(false);
        await bench.AppendAsync(appended[0], appended[1]).ConfigureAwait(false);

        await bench.OpenAsync().ConfigureAwait(false);

        await bench.ExpectLaneAsync("after reopening", 0, 1, 2, 7).ConfigureAwait(false);
        IReadOnlyList<Operation> read = await bench.ReadAsync().ConfigureAwait(false);
        for (int index = 0; index < appended.Length; index++)
        {
            ExpectSame($"operation {appended[index].Sequence}", appended[index], read[index]);
        }
    }

    private static async Task BacklogAsync(StoreBench bench)
    {
        await bench.AppendAsync(
            Make(3, kind: OperationKind.MergeBarrier, bytes: 0, peerLane: 2), Make(5), Make(9)).ConfigureAwait(false);
        await bench.AppendAsync(Make(7, lane: 2)).ConfigureAwait(false);

        IReadOnlyList<LaneBacklog> backlog = await bench.OpenAsync().ConfigureAwait(false);

        ExpectList(
            "lane, count without barriers, oldest and newest sequence with them",
            [new LaneBacklog(0, 2, 3, 9), new LaneBacklog(2, 1, 7, 7)],
            backlog.OrderBy(static one => one.Lane));
    }

    private static async Task RemovedAsync(StoreBench bench)
    {
        await bench.AppendAsync(Make(1, key: "id:bob"), Make(2), Make(3, key: "id:bob")).ConfigureAwait(false);
        await bench.CompleteAsync(Make(1, key: "id:bob")).ConfigureAwait(false);
        await bench.EraseAsync(new Erasure("id:ada", 9)).ConfigureAwait(false);

        await bench.OpenAsync().ConfigureAwait(false);

        await bench.ExpectLaneAsync("after 1 was completed and 2 erased", 0, 3).ConfigureAwait(false);
    }

    private static async Task DeadLettersAsync(StoreBench bench)
    {
        DeadLetter letter = Letter(Make(2));
        await bench.CompleteAsync([], [Letter(Make(1)), letter, Letter(Make(3))]).ConfigureAwait(false);
        await bench.TakeAsync(Make(1).Id).ConfigureAwait(false);

        await bench.OpenAsync().ConfigureAwait(false);

        await bench.ExpectLettersAsync("after 1 was taken", 2, 3).ConfigureAwait(false);
        ExpectSame("dead letter", letter, (await bench.ListAsync().ConfigureAwait(false))[0]);
    }

    private static async Task BoundsAsync(StoreBench bench)
    {
        await bench.AppendAsync(Make(1), Make(2), Make(3)).ConfigureAwait(false);
        await bench.CompleteAsync([], [Letter(Make(0))]).ConfigureAwait(false);
        StoreStatistics before = bench.Statistics;

        await bench.OpenAsync().ConfigureAwait(false);

        Expect("statistics", before, bench.Statistics);
        AppendResult result = await bench.AppendAsync(Make(4), Make(5), Make(6)).ConfigureAwait(false);
        Expect("taken with room for 2 more", 2, result.Taken);
    }

    private static async Task DuplicateAsync(StoreBench bench)
    {
        await bench.AppendAsync(Make(1)).ConfigureAwait(false);
        await bench.OpenAsync().ConfigureAwait(false);

        AppendResult result = await bench.AppendAsync(Make(1), Make(2)).ConfigureAwait(false);

        Expect("taken and duplicates", (2, 1), (result.Taken, result.Duplicates));
        await bench.ExpectLaneAsync("afterwards", 0, 1, 2).ConfigureAwait(false);
    }

    private static async Task TwiceAsync(StoreBench bench)
    {
        await bench.AppendAsync(Make(1), Make(2)).ConfigureAwait(false);
        IReadOnlyList<LaneBacklog> first = await bench.OpenAsync().ConfigureAwait(false);

        IReadOnlyList<LaneBacklog> second = await bench.OpenAsync().ConfigureAwait(false);

        ExpectList("backlog", first, second);
        await bench.ExpectLaneAsync("afterwards", 0, 1, 2).ConfigureAwait(false);
    }
}
