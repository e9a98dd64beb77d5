using System.Runtime.InteropServices;
using CustomerIo.Resilience.Http;
using CustomerIo.Resilience.Resilience;

namespace CustomerIo.Resilience.Delivery.Sending;

/// <summary>How a request ended.</summary>
/// <param name="Outcome">What that means.</param>
/// <param name="Status">The HTTP status, 0 without an answer.</param>
/// <param name="Failure">Why there was no answer.</param>
/// <param name="RetryAfter">How long the server asks to wait.</param>
/// <param name="Unexpected">An exception nobody foresaw.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SendResult(
    SendOutcome Outcome,
    int Status = 0,
    FailureKind Failure = FailureKind.None,
    TimeSpan? RetryAfter = null,
    Exception? Unexpected = null)
{
    public static SendResult Done => new(SendOutcome.Done);

    public bool IsFailure => Outcome is SendOutcome.Failed or SendOutcome.Forbidden;

    /// <summary>The server says itself that it is not the request's fault.</summary>
    public bool ExcusesOperation => Outcome is SendOutcome.Throttled || (Status == 503 && RetryAfter is not null);

    public FailureCause Cause => new(Status, Failure);
}
