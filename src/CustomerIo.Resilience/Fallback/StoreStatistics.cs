using System.Runtime.InteropServices;

namespace CustomerIo.Resilience.Fallback;

/// <summary>How full a store is; read from memory, without a query.</summary>
/// <param name="Count">Operations that wait.</param>
/// <param name="Bytes">Bytes of their payloads.</param>
/// <param name="OldestAt">When the first of them was accepted.</param>
/// <param name="DeadLetters">Dead letters kept.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct StoreStatistics(long Count, long Bytes, DateTimeOffset? OldestAt, long DeadLetters);
