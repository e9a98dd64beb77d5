using System.Runtime.InteropServices;

namespace CustomerIo.Resilience.Delivery;

/// <summary>One operation on a page, and what became of it.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct PageEntry
{
    public OperationHead Head;
    public long Sequence;
    public int Start;
    public int Length;
    public DeliveryPromise? Promise;

    /// <summary>Stays at <see cref="DeliveryStatus.Queued"/> until its fate is known.</summary>
    public DeliveryResult Result;

    /// <summary>The fate is booked and told.</summary>
    public bool IsSettled;

    /// <summary>The fate is known, but neither booked nor told.</summary>
    public readonly bool AwaitsSettling => !IsSettled && Result.Status is not DeliveryStatus.Queued;
}
