using System.Runtime.InteropServices;

namespace CustomerIo.Resilience.Fallback;

/// <summary>How a store is doing; read from memory, without a query.</summary>
/// <param name="Count">Operations that wait.</param>
/// <param name="Bytes">Bytes of their payloads.</param>
/// <param name="OldestAt">When the first of them was accepted.</param>
/// <param name="DeadLetters">Dead letters kept.</param>
/// <param name="Failure">Why it can take nothing at present, such as a full disk; null while it can.</param>
/// <param name="Damage">What was found damaged since it was opened; null if nothing was.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct StoreStatistics(
    long Count,
    long Bytes,
    DateTimeOffset? OldestAt,
    long DeadLetters,
    string? Failure = null,
    StoreDamage? Damage = null);
