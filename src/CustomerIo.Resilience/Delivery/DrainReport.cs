using System.Runtime.InteropServices;

namespace CustomerIo.Resilience.Delivery;

/// <summary>What a drain pass came to, and how its request ended if there was one.</summary>
/// <param name="Outcome">What it came to.</param>
/// <param name="Verdict">How the request ended.</param>
/// <param name="Count">Operations in the request.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DrainReport(DrainOutcome Outcome, SendVerdict Verdict = default, int Count = 0);
