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
    public EntryOutcome Outcome;
    public CustomerIoError? Error;
}
