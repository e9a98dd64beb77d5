using System.Runtime.InteropServices;

namespace CustomerIo.Resilience.Fallback;

/// <summary>How many dead letters have the same reason and kind.</summary>
/// <param name="Reason">Why they were given up.</param>
/// <param name="Kind">What they do.</param>
/// <param name="Count">How many there are.</param>
/// <param name="OldestAt">When the first of them was given up.</param>
/// <param name="NewestAt">When the last of them was given up.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DeadLetterGroup(
    RejectionReason Reason, OperationKind Kind, long Count, DateTimeOffset OldestAt, DateTimeOffset NewestAt);
