using System.Globalization;

namespace CustomerIo.Resilience.Benchmarks.Throughput;

/// <summary>Writes one line a figure, for people and scripts.</summary>
internal sealed class Report(TextWriter output)
{
    /// <summary>A figure with a goal.</summary>
    public void Ratio(string name, double value) => Write($"ratio {name} {Short(value)}");

    /// <summary>A figure that explains others.</summary>
    public void Figure(string name, double value, string unit) => Write($"figure {name} {Short(value)} {unit}");

    public static double MedianOf(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int half = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    private static string Short(double value) => Math.Abs(value) >= 1000
        ? value.ToString("F0", CultureInfo.InvariantCulture)
        : value.ToString("0.###", CultureInfo.InvariantCulture);

    private void Write(string line)
    {
        output.WriteLine(line);
        output.Flush();
    }
}
