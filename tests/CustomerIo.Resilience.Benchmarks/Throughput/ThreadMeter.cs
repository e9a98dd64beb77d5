using System.Diagnostics;

namespace CustomerIo.Resilience.Benchmarks.Throughput;

/// <summary>Measures an operation on the calling thread.</summary>
internal static class ThreadMeter
{
    /// <summary>
    /// The median time and the mean allocation of many bursts; what happens between two of them is not measured.
    /// </summary>
    public static Cost Measure(int bursts, int burst, Action<long> operation, Action? between = null)
    {
        double[] nanoseconds = new double[bursts];
        long allocated = 0;
        for (int index = 0; index < bursts; index++)
        {
            long allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
            nanoseconds[index] = Nanoseconds(burst, operation);
            allocated += GC.GetAllocatedBytesForCurrentThread() - allocatedBefore;
            between?.Invoke();
        }

        Array.Sort(nanoseconds);
        return new Cost(Report.MedianOf(nanoseconds), nanoseconds[bursts / 10], (double)allocated / bursts / burst);
    }

    /// <summary>The mean time of one operation of a burst.</summary>
    public static double Nanoseconds(int burst, Action<long> operation)
    {
        long started = Stopwatch.GetTimestamp();
        for (long number = 0; number < burst; number++)
        {
            operation(number);
        }

        return Stopwatch.GetElapsedTime(started).TotalNanoseconds / burst;
    }
}
