using System.Runtime.InteropServices;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery;

/// <summary>Everything about an operation but its place and its bytes; stamped at the call.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct OperationHead(
    Ulid Id, OperationKind Kind, EntityKey Key, DateTimeOffset OccurredAt, int PeerLane = OperationHead.NoPeer)
{
    public const int NoPeer = -1;
}
