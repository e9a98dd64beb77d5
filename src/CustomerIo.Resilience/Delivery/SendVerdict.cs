using System.Runtime.InteropServices;

namespace CustomerIo.Resilience.Delivery;

/// <summary>How a page's request, or requests, ended.</summary>
/// <param name="Kind">Whether the fate of every operation is known, and if not why.</param>
/// <param name="RetryAfter">How long the server or the open circuit asks to wait.</param>
/// <param name="Status">The HTTP status, 0 without an answer.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SendVerdict(SendVerdictKind Kind, TimeSpan? RetryAfter = null, int Status = 0)
{
    public static SendVerdict Done => new(SendVerdictKind.Done);
}
