using System.Diagnostics;

namespace CustomerIo.Resilience.Benchmarks.Throughput;

/// <summary>
/// Threads that call Enqueue as fast as they can, with a dictionary made for each event or one for all.
/// </summary>
internal sealed class EnqueueContestant(string name, Application application, bool makesData, int threads = 1) : IContestant
{
    public string Name => name;

    public async Task<long> RunAsync(TimeSpan duration)
    {
        long[] counts = new long[threads];
        await Task.WhenAll(Enumerable.Range(0, threads).Select(
            thread => DedicatedThread.RunAsync(() => counts[thread] = Produce(duration))));
        await application.DeliverAllAsync();
        return counts.Sum();
    }

    public long EventsIn(ServerCounts counts) => SampleEvents.InBatches(counts);

    private long Produce(TimeSpan duration)
    {
        long count = 0;
        Dictionary<string, object?> reused = SampleEvents.MakeData(0);
        for (long started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < duration; count++)
        {
            application.Enqueue(count, makesData ? SampleEvents.MakeData(count) : reused);
        }

        return count;
    }
}
