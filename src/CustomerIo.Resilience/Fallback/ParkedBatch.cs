namespace CustomerIo.Resilience.Fallback;

/// <summary>The oldest parked operations of a key.</summary>
public sealed class ParkedBatch
{
    /// <summary>In the order of their positions; empty if there are none.</summary>
    public required IReadOnlyList<Operation> Operations { get; init; }

    /// <summary>
    /// Whether the first of them has to wait for an older parked operation that shares a key with it: both own it, or one owns
    /// it, <see cref="OperationKinds.IsBarrier"/>, and the other names it.
    /// </summary>
    public bool IsBlocked { get; init; }
}
