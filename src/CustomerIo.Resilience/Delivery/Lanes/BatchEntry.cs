using System.Runtime.InteropServices;
using CustomerIo.Resilience.Delivery.Intake;

namespace CustomerIo.Resilience.Delivery.Lanes;

/// <summary>One operation of a batch, and what became of it.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct BatchEntry
{
    public OperationHead Head;

    /// <summary>Its place in the order of calls of this process; 0 for what was read from the store.</summary>
    public long Sequence;

    public int Start;
    public int Length;
    public DeliveryPromise? Promise;

    /// <summary>Stays at <see cref="DeliveryStatus.Queued"/> until its fate is known.</summary>
    public DeliveryResult Result;

    /// <summary>The store has it; without that it waits in memory.</summary>
    public bool IsStored;

    /// <summary>An append of it failed, which may have happened all the same.</summary>
    public bool IsDoubtful;

    /// <summary>It has left the batch: its fate is booked and told, or somebody else answers for it.</summary>
    public bool HasLeft;

    /// <summary>The fate is known, but neither booked nor told.</summary>
    public readonly bool AwaitsSettling => !HasLeft && Result.Status is not DeliveryStatus.Queued;
}
