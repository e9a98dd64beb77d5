namespace CustomerIo.Resilience.Benchmarks.Throughput;

/// <summary>Whether memory stays flat over many events, and what the whole path allocates for each of them.</summary>
internal static class MemoryProbe
{
    private const double Megabyte = 1024 * 1024;

    // Buffers grow to their size and the pool to its own in the first of them.
    private const long WarmUpEvents = 500_000;

    public static async Task RunAsync(Application application, ThroughputOptions options, Report report)
    {
        await SendAsync(application, WarmUpEvents);
        (double heapBefore, double workingSetBefore) = Look();
        long allocatedBefore = GC.GetTotalAllocatedBytes(precise: true);
        await SendAsync(application, options.MemoryEvents);
        long allocated = GC.GetTotalAllocatedBytes(precise: true) - allocatedBefore;
        (double heapAfter, double workingSetAfter) = Look();
        report.Ratio("memory_growth_mb", heapAfter - heapBefore);
        report.Figure("working_set_growth", workingSetAfter - workingSetBefore, "MB");
        report.Figure("heap_at_end", heapAfter, "MB");
        report.Ratio("allocated_bytes_per_event_with_sending", (double)allocated / options.MemoryEvents);
    }

    private static async Task SendAsync(Application application, long events)
    {
        await DedicatedThread.RunAsync(() =>
        {
            Dictionary<string, object?> data = SampleEvents.MakeData(0);
            for (long number = 0; number < events; number++)
            {
                application.Enqueue(number, data);
            }
        });
        await application.DeliverAllAsync();
    }

    private static (double Heap, double WorkingSet) Look()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return (GC.GetTotalMemory(forceFullCollection: true) / Megabyte, Environment.WorkingSet / Megabyte);
    }
}
