using System.Runtime.InteropServices;

namespace CustomerIo.Resilience.Benchmarks.Throughput;

/// <summary>One run of one contestant.</summary>
/// <param name="EventsPerSecond">From the first call until the server had everything.</param>
/// <param name="CpuMicroseconds">Processor time of this process, without the server's, for each event.</param>
/// <param name="EventsPerRequest">How many events shared a request.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RunResult(double EventsPerSecond, double CpuMicroseconds, double EventsPerRequest);
