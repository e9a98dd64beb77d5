using System.Runtime.InteropServices;

namespace CustomerIo.Resilience.AspNetCore.Dashboard.History;

/// <summary>What happened in one interval, and how things stood at its end.</summary>
/// <param name="DeliveredPerSecond">Operations Customer.io took.</param>
/// <param name="Waiting">Operations in memory and in the store.</param>
/// <param name="MedianLatency">Of the interval's attempts, in milliseconds; null when there were none.</param>
/// <param name="HighLatency">Their 95th percentile.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Sample(double DeliveredPerSecond, long Waiting, double? MedianLatency, double? HighLatency);
