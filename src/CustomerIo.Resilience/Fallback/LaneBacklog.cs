using System.Runtime.InteropServices;

namespace CustomerIo.Resilience.Fallback;

/// <summary>What waits in a store on one lane, without what is parked.</summary>
/// <param name="Lane">The lane, from 0.</param>
/// <param name="Count">Operations that wait.</param>
/// <param name="OldestPosition">The position of the first of them; 0 without any.</param>
/// <param name="NewestPosition">The position of the last of them; 0 without any.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LaneBacklog(int Lane, long Count, long OldestPosition, long NewestPosition);
