using System.Runtime.InteropServices;

namespace CustomerIo.Resilience.Fallback;

/// <summary>How a store is doing; read from memory, without a query.</summary>
/// <param name="Count">Operations that wait, parked ones among them.</param>
/// <param name="Bytes">Bytes of their payloads.</param>
/// <param name="OldestAt">When the first of those on lanes was accepted; null without any.</param>
/// <param name="Parked">How many of them are parked.</param>
/// <param name="DeadLetters">Dead letters kept.</param>
/// <param name="Failure">Why it can take nothing at present, such as a full disk; null while it can.</param>
/// <param name="Damage">What was found damaged since it was opened; null if nothing was.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct StoreStatistics(
    long Count,
    long Bytes,
    DateTimeOffset? OldestAt,
    long Parked,
    long DeadLetters,
    string? Failure = null,
    StoreDamage? Damage = null);
