using System.Diagnostics;

namespace CustomerIo.Resilience.Benchmarks.Throughput;

/// <summary>Many callers, each waiting for the answer to its event before it reports the next.</summary>
internal sealed class AwaitedContestant(Application application, int callers) : IContestant
{
    public string Name => "awaited";

    public async Task<long> RunAsync(TimeSpan duration)
    {
        long started = Stopwatch.GetTimestamp();
        long[] counts = await Task.WhenAll(
            Enumerable.Range(0, callers).Select(caller => Task.Run(() => CallAsync(caller, started, duration))));
        await application.DeliverAllAsync();
        return counts.Sum();
    }

    public long EventsIn(ServerCounts counts) => SampleEvents.InBatches(counts);

    private async Task<long> CallAsync(int caller, long started, TimeSpan duration)
    {
        long count = 0;
        while (Stopwatch.GetElapsedTime(started) < duration)
        {
            long number = (count++ * callers) + caller;
            DeliveryResult result = await application.Client.TrackAsync(
                SampleEvents.PersonOf(number), SampleEvents.Name, SampleEvents.MakeData(number));
            if (!result.IsAccepted)
            {
                throw new InvalidOperationException($"An awaited event was rejected: {result.Reason}.");
            }
        }

        return count;
    }
}
