using System.Runtime.InteropServices;

namespace CustomerIo.Resilience.Fallback;

/// <summary>What a store did with <see cref="StoreChanges"/>.</summary>
/// <param name="Removed">How many operations left it, those that became dead letters among them.</param>
/// <param name="Kept">How many of the dead letters it keeps.</param>
/// <param name="Dropped">How many older dead letters it let go: too many, or too old.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ChangeResult(int Removed, int Kept, int Dropped)
{
    /// <summary>How many of the operations to be parked are parked now; the others were not there any more.</summary>
    public int Parked { get; init; }
}
