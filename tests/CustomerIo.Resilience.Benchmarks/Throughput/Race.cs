using System.Diagnostics;

namespace CustomerIo.Resilience.Benchmarks.Throughput;

/// <summary>Lets the contestants run in turns, several times over, and checks each run against the server's counts.</summary>
internal sealed class Race(ServerProcess server, ThroughputOptions options)
{
    private readonly Dictionary<string, List<RunResult>> _results = [];

    public async Task RunAsync(IReadOnlyList<IContestant> contestants)
    {
        foreach (IContestant contestant in contestants)
        {
            await RunOnceAsync(contestant, options.WarmUp);
        }

        for (int run = 0; run < options.Runs; run++)
        {
            foreach (IContestant contestant in contestants)
            {
                RunResult result = await RunOnceAsync(contestant, options.Duration);
                if (!_results.TryGetValue(contestant.Name, out List<RunResult>? results))
                {
                    _results[contestant.Name] = results = [];
                }

                results.Add(result);
            }
        }
    }

    public double MedianOf(string name, Func<RunResult, double> figure) =>
        Report.MedianOf(_results[name].Select(figure));

    /// <summary>The median of the runs' quotients; neighbours in time share what else the machine does.</summary>
    public double Ratio(string name, string baseline) => Report.MedianOf(_results[name].Zip(
        _results[baseline], static (ours, theirs) => ours.EventsPerSecond / theirs.EventsPerSecond));

    private async Task<RunResult> RunOnceAsync(IContestant contestant, TimeSpan duration)
    {
        ServerCounts before = await server.CountAsync();
        TimeSpan processorBefore = Environment.CpuUsage.TotalTime;
        long started = Stopwatch.GetTimestamp();
        long events = await contestant.RunAsync(duration);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
        TimeSpan processor = Environment.CpuUsage.TotalTime - processorBefore;
        ServerCounts counts = await server.CountAsync() - before;
        long arrived = contestant.EventsIn(counts);
        return arrived == events
            ? new RunResult(
                events / elapsed.TotalSeconds, processor.TotalMicroseconds / events, (double)events / counts.Requests)
            : throw new InvalidOperationException(
                $"{contestant.Name} sent {events} events, but the server got {arrived}.");
    }
}
