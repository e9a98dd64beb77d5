using System.Diagnostics;
using CustomerIo.Resilience.Benchmarks.Throughput;

namespace CustomerIo.Resilience.Benchmarks.Durable;

/// <summary>How fast what was stored in an outage reaches the server afterwards.</summary>
internal static class DrainProbe
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    /// <summary>Gives the rate from SQLite, Full.</summary>
    public static async Task<double> RunAsync(ServerProcess server, DurableOptions options, Report report)
    {
        List<double> memory = [];
        List<double> full = [];
        for (int run = -1; run < options.Runs; run++)
        {
            double fromMemory = await RateOfAsync(StoreKind.Memory, server, options);
            double fromFull = await RateOfAsync(StoreKind.Full, server, options);
            if (run >= 0)
            {
                memory.Add(fromMemory);
                full.Add(fromFull);
            }
        }

        report.Figure("drain_memory", Report.MedianOf(memory), "events/s");
        report.Figure("drain_full", Report.MedianOf(full), "events/s");
        report.Ratio("drain_vs_memory", Report.MedianOf(full.Zip(memory, static (ours, theirs) => ours / theirs)));
        return Report.MedianOf(full);
    }

    private static async Task<double> RateOfAsync(StoreKind kind, ServerProcess server, DurableOptions options)
    {
        using StoreFolder folder = new(options.Folder);
        await using Application application = await Application.StartAsync(
            server.Address, builder => kind.Use(builder, folder.NewFile()));
        application.Status.Circuits.Track.Isolate();
        await DedicatedThread.RunAsync(() =>
        {
            Dictionary<string, object?> data = SampleEvents.MakeData(0);
            for (int number = 0; number < options.DrainedEvents; number++)
            {
                application.Enqueue(number, data);
            }
        });
        await application.Client.FlushAsync();
        if (application.Status.Figures.Stored != options.DrainedEvents)
        {
            throw new InvalidOperationException($"Not everything was stored: {application.Status.Figures}.");
        }

        long started = Stopwatch.GetTimestamp();
        application.Status.Circuits.Track.Close();
        while (application.Status.Figures.Delivered < options.DrainedEvents)
        {
            await Task.Delay(Pause);
        }

        return options.DrainedEvents / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
