using System.Diagnostics;
using CustomerIo.Resilience.Benchmarks.Throughput;
using CustomerIo.Resilience.Sqlite;

namespace CustomerIo.Resilience.Benchmarks.Durable;

/// <summary>What it costs to start an application while a great many operations wait.</summary>
internal static class StartProbe
{
    private const double Megabyte = 1024 * 1024;
    private const int AppendedAtOnce = 1_000;

    public static async Task RunAsync(ServerProcess server, DurableOptions options, Report report)
    {
        using StoreFolder folder = new(options.Folder);
        string path = folder.NewFile();
        await FillAsync(path, options.WaitingEvents);
        report.Figure("start_file", new FileInfo(path).Length / Megabyte, "MB");

        // The first start in a process loads and compiles what every other finds ready.
        await using (await Application.StartAsync(server.Address, builder => StoreKind.Full.Use(builder, folder.NewFile())))
        {
        }

        double heapBefore = GC.GetTotalMemory(forceFullCollection: true) / Megabyte;
        long started = Stopwatch.GetTimestamp();
        await using Application application = await Application.StartAsync(
            server.Address, builder => StoreKind.Full.Use(builder, path));
        TimeSpan start = Stopwatch.GetElapsedTime(started);
        while (application.Status.LastDelivery is null)
        {
            await Task.Yield();
        }

        TimeSpan first = Stopwatch.GetElapsedTime(started);
        double heapAfter = GC.GetTotalMemory(forceFullCollection: true) / Megabyte;
        report.Figure("start_ms", start.TotalMilliseconds, "ms");
        report.Figure("first_delivery_ms", first.TotalMilliseconds, "ms");
        report.Figure("start_memory", heapAfter - heapBefore, "MB");
        long accepted = application.Status.Figures.Accepted;
        if (accepted != options.WaitingEvents)
        {
            throw new InvalidOperationException($"{accepted} operations were found.");
        }
    }

    private static async Task FillAsync(string path, int count)
    {
        await using SqliteFallbackStore store = StoreKind.Normal.Open(path);
        await store.OpenAsync(StoreKinds.Lanes, default);
        SampleOperations operations = new();
        for (int number = 0; number < count; number += AppendedAtOnce)
        {
            await store.AppendAsync([.. Enumerable.Range(number, AppendedAtOnce).Select(one => operations.Next(one))], default);
        }
    }
}
