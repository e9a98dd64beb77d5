using System.Runtime.InteropServices;

namespace CustomerIo.Resilience.Benchmarks.Throughput;

/// <summary>What one operation costs the thread that makes it.</summary>
/// <param name="Nanoseconds">The median of many bursts.</param>
/// <param name="FastNanoseconds">What the fastest tenth of the bursts stayed below: when nobody else wanted the processor.</param>
/// <param name="Bytes">The mean of what it allocates.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Cost(double Nanoseconds, double FastNanoseconds, double Bytes)
{
    public static Cost operator -(Cost whole, Cost part) => new(
            whole.Nanoseconds - part.Nanoseconds,
            whole.FastNanoseconds - part.FastNanoseconds,
            whole.Bytes - part.Bytes);

    public static Cost Subtract(Cost whole, Cost part) => whole - part;
}
