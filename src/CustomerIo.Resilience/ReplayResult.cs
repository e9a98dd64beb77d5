using System.Runtime.InteropServices;

namespace CustomerIo.Resilience;

/// <summary>What became of dead letters that were to be replayed.</summary>
/// <param name="Queued">They wait in the fallback store and are on their way again.</param>
/// <param name="NotTaken">They stay dead letters. The store has room for all of them, so this is 0.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ReplayResult(long Queued, long NotTaken);
