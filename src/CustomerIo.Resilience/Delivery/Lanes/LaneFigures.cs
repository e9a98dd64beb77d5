using System.Runtime.InteropServices;

namespace CustomerIo.Resilience.Delivery.Lanes;

/// <summary>The account of one lane; accepted is always the sum of the others.</summary>
[StructLayout(LayoutKind.Auto)]
internal record struct LaneFigures(long Accepted, long Delivered, long Rejected, long Stored, long InMemory, long Lost)
{
    public static LaneFigures operator +(LaneFigures left, LaneFigures right) => new(
        left.Accepted + right.Accepted,
        left.Delivered + right.Delivered,
        left.Rejected + right.Rejected,
        left.Stored + right.Stored,
        left.InMemory + right.InMemory,
        left.Lost + right.Lost);
}
