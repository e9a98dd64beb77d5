using CustomerIo.Resilience.Fallback;
using static CustomerIo.Resilience.Testing.Stores.StoreBench;

namespace CustomerIo.Resilience.Testing.Stores;

/// <summary>
/// Rules about calls that overlap: all lanes at once, and of a lane an append, a read-and-complete and an erase.
/// </summary>
internal static class OverlapRules
{
    private const int Lanes = 4;
    private const int OfLane = 100;

    public static StoreRule[] All { get; } =
    [
        new(
            "AppendAsync and CompleteAsync",
            "Lanes that are filled and drained at once lose, repeat and reorder nothing",
            FillAndDrainAsync,
            static options => (options.MaxCount, options.MaxBytes) = (10_000, 1_000_000)),
        new(
            "EraseAsync",
            "Erasing one person while a lane is filled and read takes nothing of anybody else's",
            EraseMeanwhileAsync,
            static options => (options.MaxCount, options.MaxBytes) = (10_000, 1_000_000)),
    ];

    private static async Task FillAndDrainAsync(StoreBench bench)
    {
        int[] lanes = [.. Enumerable.Range(0, Lanes)];
        Task filled = Task.WhenAll(lanes.Select(lane => Task.Run(() => FillAsync(bench, lane))));
        List<long>[] drained = await Task.WhenAll(
            lanes.Select(lane => Task.Run(() => DrainAsync(bench, lane, filled)))).ConfigureAwait(false);
        await filled.ConfigureAwait(false);

        for (int lane = 0; lane < Lanes; lane++)
        {
            ExpectList(
                $"sequences drained from lane {lane}",
                Enumerable.Range(1, OfLane).Select(static one => (long)one),
                drained[lane]);
        }

        Expect("statistics", default, bench.Statistics);
    }

    private static async Task EraseMeanwhileAsync(StoreBench bench)
    {
        Task fill = Task.Run(async () =>
        {
            for (int sequence = 1; sequence <= OfLane; sequence++)
            {
                await bench.AppendAsync(Make(sequence, key: sequence % 2 == 0 ? "id:ada" : "id:bob"))
                    .ConfigureAwait(false);
            }
        });
        int erased = 0;
        while (!fill.IsCompleted)
        {
            erased += await bench.EraseAsync(new Erasure("id:ada", OfLane + 1)).ConfigureAwait(false);
            await bench.ReadAsync().ConfigureAwait(false);
        }

        await fill.ConfigureAwait(false);
        erased += await bench.EraseAsync(new Erasure("id:ada", OfLane + 1)).ConfigureAwait(false);
        await bench.ExpectLaneAsync(
            "of the person that was not erased",
            0,
            [.. Enumerable.Range(1, OfLane).Where(static one => one % 2 != 0).Select(static one => (long)one)])
            .ConfigureAwait(false);
        Expect("erased", OfLane / 2, erased);
        Expect("count", OfLane / 2, bench.Statistics.Count);
    }

    private static async Task FillAsync(StoreBench bench, int lane)
    {
        for (int sequence = 1; sequence <= OfLane; sequence += 2)
        {
            await bench.AppendAsync(Make(sequence, lane), Make(sequence + 1, lane)).ConfigureAwait(false);
        }
    }

    private static async Task<List<long>> DrainAsync(StoreBench bench, int lane, Task filled)
    {
        List<long> drained = [];
        while (true)
        {
            bool isLast = filled.IsCompleted;
            Operation[] page = [.. await bench.ReadAsync(lane, maxCount: 7).ConfigureAwait(false)];
            if (page.Length == 0 && isLast)
            {
                return drained;
            }

            CompleteResult result = await bench.CompleteAsync(page, [], lane).ConfigureAwait(false);
            Expect($"removed of a page of lane {lane}", page.Length, result.Removed);
            drained.AddRange(page.Select(static operation => operation.Sequence));
            await Task.Yield();
        }
    }
}
