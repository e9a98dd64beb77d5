using System.Runtime.InteropServices;

namespace CustomerIo.Resilience.Fallback;

/// <summary>What a store did with the operations it was given.</summary>
/// <param name="Taken">How many of them, from the first, it now answers for; the rest found no room.</param>
/// <param name="Duplicates">How many of the taken ones it already had.</param>
/// <param name="Evicted">Older events it let go to make room; empty unless the options say so.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct AppendResult(int Taken, int Duplicates, IReadOnlyList<EvictedOperation> Evicted);
