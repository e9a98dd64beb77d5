using System.Runtime.InteropServices;

namespace CustomerIo.Resilience.Fallback;

/// <summary>What waits in a store for one lane. Merge barriers are not counted, but their sequences count.</summary>
/// <param name="Lane">The lane, from 0.</param>
/// <param name="Count">Operations that wait.</param>
/// <param name="OldestSequence">The sequence of the first of them.</param>
/// <param name="NewestSequence">The sequence of the last of them; new operations are numbered above it.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LaneBacklog(int Lane, long Count, long OldestSequence, long NewestSequence);
