using System.Runtime.InteropServices;

namespace CustomerIo.Resilience.Benchmarks.Throughput;

/// <summary>The sample event with a type; it is written as the same bytes.</summary>
[CustomerIoEvent(SampleEvents.Name)]
[StructLayout(LayoutKind.Auto)]
public readonly partial record struct OrderCompleted(string OrderId, string Product, int Amount, bool IsFirst);
