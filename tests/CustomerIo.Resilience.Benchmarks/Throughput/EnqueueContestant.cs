using System.Diagnostics;

namespace CustomerIo.Resilience.Benchmarks.Throughput;

/// <summary>Threads that call Enqueue as fast as they can.</summary>
/// <param name="name">Its name in the report.</param>
/// <param name="application">Where to.</param>
/// <param name="enqueue">Enqueues the event of a number.</param>
/// <param name="threads">How many threads.</param>
internal sealed class EnqueueContestant(string name, Application application, Action<long> enqueue, int threads = 1)
    : IContestant
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
        for (long started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < duration; count++)
        {
            enqueue(count);
        }

        return count;
    }
}
