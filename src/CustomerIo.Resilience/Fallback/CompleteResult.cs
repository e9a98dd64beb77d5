using System.Runtime.InteropServices;

namespace CustomerIo.Resilience.Fallback;

/// <summary>What a store did with operations whose fate is known.</summary>
/// <param name="Removed">How many of them it still had, merge barriers not counted.</param>
/// <param name="Kept">How many of the dead letters it keeps.</param>
/// <param name="Dropped">How many older dead letters were let go: too many, or too old.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CompleteResult(int Removed, int Kept, int Dropped);
