using System.Runtime.InteropServices;

namespace CustomerIo.Resilience.Fallback;

/// <summary>An operation that a full store let go.</summary>
/// <param name="Lane">Its lane.</param>
/// <param name="Sequence">Its place in the order of calls.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct EvictedOperation(int Lane, long Sequence);
