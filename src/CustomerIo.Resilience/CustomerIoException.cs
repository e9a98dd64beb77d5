using System.Net;

namespace CustomerIo.Resilience;

/// <summary>
/// The one exception of <c>TrackClient</c> and <c>ApiClient</c>: what the server answered, or why there is
/// no answer, and whether trying again can help.
/// </summary>
public sealed class CustomerIoException : Exception
{
    /// <summary>Makes an exception without details.</summary>
    public CustomerIoException()
        : this("The call to Customer.io failed.")
    {
    }

    /// <summary>Makes an exception with a message.</summary>
    public CustomerIoException(string message)
        : this(message, innerException: null)
    {
    }

    /// <summary>Makes an exception with a message and its cause.</summary>
    public CustomerIoException(string message, Exception? innerException)
        : this(CustomerIoErrorReason.UnexpectedAnswer, message, innerException: innerException)
    {
    }

    /// <summary>Makes an exception from an answer, or from the lack of one.</summary>
    public CustomerIoException(
        CustomerIoErrorReason reason,
        string message,
        HttpStatusCode? status = null,
        IReadOnlyList<CustomerIoError>? errors = null,
        TimeSpan? retryAfter = null,
        Exception? innerException = null)
        : base(message, innerException)
    {
        Reason = reason;
        Status = status;
        Errors = errors ?? [];
        RetryAfter = retryAfter;
    }

    /// <summary>What kind of trouble it is.</summary>
    public CustomerIoErrorReason Reason { get; }

    /// <summary>The HTTP status; <see langword="null"/> when there was no answer.</summary>
    public HttpStatusCode? Status { get; }

    /// <summary>The server's own words, from whichever of its error envelopes it used; may be empty.</summary>
    public IReadOnlyList<CustomerIoError> Errors { get; }

    /// <summary>How long the server, or the open circuit, asks to wait.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>
    /// Whether the same call can succeed later: rate limits, server errors, an unreachable server, an open circuit. An
    /// unknown outcome counts too, but see <see cref="CustomerIoErrorReason.OutcomeUnknown"/>.
    /// </summary>
    public bool IsTransient => Reason is CustomerIoErrorReason.RateLimited
        or CustomerIoErrorReason.ServerError
        or CustomerIoErrorReason.Unreachable
        or CustomerIoErrorReason.CircuitOpen
        or CustomerIoErrorReason.OutcomeUnknown;
}
