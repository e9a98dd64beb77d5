using System.Runtime.InteropServices;

namespace CustomerIo.Resilience;

/// <summary>What became of dead letters that were to be replayed.</summary>
/// <param name="Queued">They are on their way again.</param>
/// <param name="NotTaken">They stay dead letters: memory is full, or the host stops.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ReplayResult(long Queued, long NotTaken);
