using System.Runtime.InteropServices;

namespace CustomerIo.Resilience.Resilience;

/// <summary>Leave to make one call; its verdict is reported with it.</summary>
/// <param name="Word">State and generation in which the call began; a verdict from another one is ignored.</param>
/// <param name="Probe">Which probe it is; 0 for a call through a closed circuit.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CircuitPermit(long Word, long Probe);
