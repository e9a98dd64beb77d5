using System.Diagnostics;

namespace CustomerIo.Resilience.Benchmarks.Throughput;

/// <summary>One thread that calls Enqueue as fast as it can, with a dictionary made for each event or one for all.</summary>
internal sealed class EnqueueContestant(string name, Application application, bool makesData) : IContestant
{
    public string Name => name;

    public async Task<long> RunAsync(TimeSpan duration)
    {
        long count = 0;
        await DedicatedThread.RunAsync(() =>
        {
            Dictionary<string, object?> reused = SampleEvents.MakeData(0);
            for (long started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < duration; count++)
            {
                application.Enqueue(count, makesData ? SampleEvents.MakeData(count) : reused);
            }
        });
        await application.DeliverAllAsync();
        return count;
    }

    public long EventsIn(ServerCounts counts) => SampleEvents.InBatches(counts);
}
