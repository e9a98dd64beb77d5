using System.Diagnostics;
using CustomerIo.Resilience.Benchmarks.Throughput;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Benchmarks.Durable;

/// <summary>Producers that append one operation after the other and wait each time until the store has it.</summary>
internal static class AppendProbe
{
    private static readonly int[] ProducerCounts = [1, 16, 64, 256];

    /// <summary>Gives what one producer appends a second, Full.</summary>
    public static async Task<double> RunAsync(DurableOptions options, Report report)
    {
        double single = 0;
        foreach (int producers in ProducerCounts)
        {
            Dictionary<StoreKind, double[]> rates = await MeasureAsync(options, producers);
            double full = Report.MedianOf(rates[StoreKind.Full]);
            single = producers == 1 ? full : single;
            report.Figure($"append_full_{producers}", full, "operations/s");
            report.Figure($"append_normal_{producers}", Report.MedianOf(rates[StoreKind.Normal]), "operations/s");
            report.Figure($"append_memory_{producers}", Report.MedianOf(rates[StoreKind.Memory]), "operations/s");
            report.Ratio($"append_full_vs_normal_{producers}", Quotient(rates, StoreKind.Normal));
            report.Ratio($"append_full_vs_memory_{producers}", Quotient(rates, StoreKind.Memory));
        }

        return single;
    }

    private static double Quotient(Dictionary<StoreKind, double[]> rates, StoreKind baseline) => Report.MedianOf(
        rates[StoreKind.Full].Zip(rates[baseline], static (full, other) => full / other));

    private static async Task<Dictionary<StoreKind, double[]>> MeasureAsync(DurableOptions options, int producers)
    {
        Dictionary<StoreKind, double[]> rates = Enum.GetValues<StoreKind>()
            .ToDictionary(static kind => kind, _ => new double[options.Runs]);
        for (int run = -1; run < options.Runs; run++)
        {
            foreach (StoreKind kind in Enum.GetValues<StoreKind>())
            {
                double rate = await RateOfAsync(kind, options, producers);
                if (run >= 0)
                {
                    rates[kind][run] = rate;
                }
            }
        }

        return rates;
    }

    private static async Task<double> RateOfAsync(StoreKind kind, DurableOptions options, int producers)
    {
        using StoreFolder folder = new(options.Folder);
        await using IFallbackStore store = kind.Make(folder);
        await store.OpenAsync(StoreKinds.Lanes, default);
        SampleOperations operations = new();
        long started = Stopwatch.GetTimestamp();
        long[] counts = await Task.WhenAll(Enumerable.Range(0, producers).Select(producer => Task.Run(
            () => ProduceAsync(store, operations, producer, started, options.Duration))));
        return counts.Sum() / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task<long> ProduceAsync(
        IFallbackStore store, SampleOperations operations, int producer, long started, TimeSpan duration)
    {
        long count = 0;
        for (; Stopwatch.GetElapsedTime(started) < duration; count++)
        {
            AppendResult result = await store.AppendAsync([operations.Next(producer + (count * 1_000))], default);
            if (result.Taken != 1)
            {
                throw new InvalidOperationException("An operation found no room.");
            }
        }

        return count;
    }
}
