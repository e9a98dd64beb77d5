using System.Runtime.InteropServices;

namespace CustomerIo.Resilience.Benchmarks.Throughput;

/// <summary>What one operation costs the thread that makes it.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Cost(double Nanoseconds, double Bytes)
{
    public static Cost operator -(Cost whole, Cost part) =>
        new(whole.Nanoseconds - part.Nanoseconds, whole.Bytes - part.Bytes);

    public static Cost Subtract(Cost whole, Cost part) => whole - part;
}
