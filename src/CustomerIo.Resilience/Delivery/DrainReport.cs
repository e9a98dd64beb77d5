using System.Runtime.InteropServices;

namespace CustomerIo.Resilience.Delivery;

/// <summary>What a drain pass came to, and how its request ended if there was one.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DrainReport(DrainOutcome Outcome, SendVerdict Verdict = default);
