using System.Runtime.InteropServices;

namespace CustomerIo.Resilience;

/// <summary>What became of the operations that waited in memory when the flush began.</summary>
/// <param name="Sent">Customer.io has them.</param>
/// <param name="Stored">The fallback store has them.</param>
/// <param name="Rejected">They were refused; see the log and the dead letters.</param>
/// <param name="Remaining">They still wait in memory: the deadline came first. They are not lost.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FlushResult(long Sent, long Stored, long Rejected, long Remaining)
{
    internal static FlushResult Sum(FlushResult left, FlushResult right) => new(
        left.Sent + right.Sent,
        left.Stored + right.Stored,
        left.Rejected + right.Rejected,
        left.Remaining + right.Remaining);
}
