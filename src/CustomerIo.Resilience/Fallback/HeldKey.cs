using System.Runtime.InteropServices;

namespace CustomerIo.Resilience.Fallback;

/// <summary>A key with parked operations; what else has the key as its own is parked behind them.</summary>
/// <param name="Key">The key.</param>
/// <param name="Count">How many parked operations own it; a merge counts for both its keys.</param>
/// <param name="SecondCount">How many of these are merges whose second person has the key.</param>
/// <param name="Barrier">The newest position of a delete, suppress, unsuppress or merge among them; 0 without one.</param>
/// <param name="ErasedBelow">
/// The newest position of a delete or suppress among them: older operations of the key that wait on its lane are not to be sent
/// any more. 0 without one.
/// </param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct HeldKey(string Key, long Count, long SecondCount, long Barrier, long ErasedBelow)
{
    /// <summary>How many operations are the key's before any other's.</summary>
    internal long OwnCount => Count - SecondCount;
}
