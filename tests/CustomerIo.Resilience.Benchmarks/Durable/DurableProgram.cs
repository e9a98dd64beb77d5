using CustomerIo.Resilience.Benchmarks.Throughput;

namespace CustomerIo.Resilience.Benchmarks.Durable;

/// <summary>Measures the SQLite store against the in-memory one, and Full against Normal.</summary>
internal static class DurableProgram
{
    public static async Task<int> RunAsync(DurableOptions options, TextWriter output)
    {
        Report report = new(output);
        if (options.Includes("cost"))
        {
            await CostProbe.RunAsync(options, report);
        }

        double? append = options.Includes("append") ? await AppendProbe.RunAsync(options, report) : null;
        await using ServerProcess server = await ServerProcess.StartAsync();
        double? drain = options.Includes("drain") ? await DrainProbe.RunAsync(server, options, report) : null;
        if (options.Includes("start"))
        {
            await StartProbe.RunAsync(server, options, report);
        }

        if (drain / append is { } ratio)
        {
            report.Ratio("drain_vs_append_1", ratio);
        }

        return 0;
    }
}
