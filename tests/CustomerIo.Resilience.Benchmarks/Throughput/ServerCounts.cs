using System.Runtime.InteropServices;

namespace CustomerIo.Resilience.Benchmarks.Throughput;

/// <summary>What the server has counted.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ServerCounts(long Requests, long BodyBytes)
{
    public static ServerCounts operator -(ServerCounts later, ServerCounts earlier) =>
        new(later.Requests - earlier.Requests, later.BodyBytes - earlier.BodyBytes);

    public static ServerCounts Subtract(ServerCounts later, ServerCounts earlier) => later - earlier;
}
