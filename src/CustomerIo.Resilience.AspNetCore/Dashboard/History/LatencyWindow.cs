namespace CustomerIo.Resilience.AspNetCore.Dashboard.History;

/// <summary>The durations of an interval's attempts; of very many only the last ones.</summary>
internal sealed class LatencyWindow
{
    private const int Capacity = 2_048;

    private readonly object _gate = new();
    private readonly double[] _seconds = new double[Capacity];
    private long _count;

    public void Add(double seconds)
    {
        lock (_gate)
        {
            _seconds[_count++ % Capacity] = seconds;
        }
    }

    /// <summary>Median and 95th percentile in milliseconds, and a new interval begins.</summary>
    public (double? Median, double? High) Take()
    {
        double[] taken;
        lock (_gate)
        {
            taken = _seconds[..(int)Math.Min(_count, Capacity)];
            _count = 0;
        }

        if (taken.Length == 0)
        {
            return (null, null);
        }

        Array.Sort(taken);
        return (Milliseconds(0.5), Milliseconds(0.95));

        double Milliseconds(double share) => taken[(int)Math.Ceiling(share * taken.Length) - 1] * 1_000;
    }
}
