using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CustomerIo.Resilience.Torture.Producing;

/// <summary>
/// A process whose thread pool cannot grow, and in which more callers than it has threads enqueue at once.
/// </summary>
internal static class Crowd
{
    public const string Role = "crowd";

    private const int Threads = 4;

    public static async Task<int> RunAsync(ProducerArguments arguments)
    {
        int threads = Math.Max(Threads, Environment.ProcessorCount);
        ThreadPool.SetMinThreads(threads, threads);
        ThreadPool.SetMaxThreads(threads, threads);
        using IHost host = AppHost.Build(arguments);
        await host.StartAsync();
        Receipts receipts = new(Console.OpenStandardOutput());
        IBatchTracker tracker = host.Services.GetRequiredService<IBatchTracker>();
        DeliveryResult[] results = await Task.WhenAll(Enumerable.Range(0, arguments.Operations).Select(number =>
            Task.Run(() => tracker.Enqueue(
                Caller.NameOf(number % arguments.People), "step", new(StringComparer.Ordinal) { ["n"] = number }))));

        int stored = results.Count(static result => result.Status is DeliveryStatus.Stored);
        receipts.Write(string.Create(
            CultureInfo.InvariantCulture, $"{Receipts.Done} {stored} {ThreadPool.ThreadCount <= threads}"));
        await host.StopAsync();
        return 0;
    }
}
