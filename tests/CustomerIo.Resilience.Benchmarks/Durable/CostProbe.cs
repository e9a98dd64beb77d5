using CustomerIo.Resilience.Benchmarks.Throughput;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Benchmarks.Durable;

/// <summary>Processor time for an operation in the store, by step; steadier than rates on a busy machine.</summary>
internal static class CostProbe
{
    private const int AtOnce = 1_000;

    public static async Task RunAsync(DurableOptions options, Report report)
    {
        foreach (StoreKind kind in Enum.GetValues<StoreKind>())
        {
            using StoreFolder folder = new(options.Folder);
            await using IFallbackStore store = kind.Make(folder);
            await store.OpenAsync(StoreKinds.Lanes, default);
            await CycleAsync(store, AtOnce * 20);
            (TimeSpan append, TimeSpan read, TimeSpan complete) = await CycleAsync(store, options.DrainedEvents);
            report.Figure($"cost_append_{kind}", append.TotalMicroseconds / options.DrainedEvents, "us/operation");
            report.Figure($"cost_read_{kind}", read.TotalMicroseconds / options.DrainedEvents, "us/operation");
            report.Figure($"cost_complete_{kind}", complete.TotalMicroseconds / options.DrainedEvents, "us/operation");
        }
    }

    private static async Task<(TimeSpan Append, TimeSpan Read, TimeSpan Complete)> CycleAsync(IFallbackStore store, int count)
    {
        SampleOperations operations = new();
        Operation[][] pages =
        [
            .. Enumerable.Range(0, count).Select(number => operations.Next(number))
                .GroupBy(static operation => operation.LaneOf(StoreKinds.Lanes))
                .SelectMany(static lane => lane.Chunk(AtOnce)),
        ];
        TimeSpan append = await CostOfAsync(async () =>
        {
            foreach (Operation[] page in pages)
            {
                await store.AppendAsync(page, default);
            }
        });
        TimeSpan read = default;
        TimeSpan complete = default;
        foreach (Operation[] page in pages)
        {
            IReadOnlyList<Operation> found = [];
            int lane = page[0].LaneOf(StoreKinds.Lanes);
            read += await CostOfAsync(async () => found = await store.ReadAsync(lane, 0, AtOnce, int.MaxValue, default));
            complete += await CostOfAsync(async () => await store.ApplyAsync(new StoreChanges { Completed = found }, default));
        }

        return (append, read, complete);
    }

    private static async Task<TimeSpan> CostOfAsync(Func<Task> action)
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        await action();
        return Environment.CpuUsage.TotalTime - before;
    }
}
