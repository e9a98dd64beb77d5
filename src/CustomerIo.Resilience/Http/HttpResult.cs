using System.Runtime.InteropServices;
using CustomerIo.Resilience.Wire;

namespace CustomerIo.Resilience.Http;

/// <summary>The outcome of a call: an answer of any status, or the reason there is none. Never an exception.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct HttpResult
{
    private HttpResult(int status, ReadOnlyMemory<byte> body, TimeSpan? retryAfter, FailureKind failure, Exception? cause)
    {
        Status = status;
        Body = body;
        RetryAfter = retryAfter;
        Failure = failure;
        Cause = cause;
    }

    /// <summary>The HTTP status, 0 without an answer.</summary>
    public int Status { get; }

    /// <summary>The answer's body, read whole.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The wait the server (or the open circuit) asked for.</summary>
    public TimeSpan? RetryAfter { get; }

    public FailureKind Failure { get; }

    /// <summary>What the failure was made of; its message may name hosts, never payloads.</summary>
    public Exception? Cause { get; }

    public bool IsSuccess => Failure is FailureKind.None && Status is >= 200 and < 300;

    public static HttpResult Answer(int status, ReadOnlyMemory<byte> body, TimeSpan? retryAfter = null) =>
        new(status, body, retryAfter, FailureKind.None, null);

    public static HttpResult None(FailureKind failure, Exception? cause, TimeSpan? retryAfter = null) =>
        new(0, default, retryAfter, failure, cause);

    /// <summary>The same, once it is known that the body is no answer.</summary>
    public HttpResult AsNotUnderstood() => new(Status, Body, RetryAfter, FailureKind.NotUnderstood, null);

    /// <summary>What this ending means to retry, circuit breaker, delivery and exception.</summary>
    public AnswerMeaning MeaningTo(WireApi api) => Failure switch
    {
        FailureKind.None => StatusMeaning.Of(api, Status),
        FailureKind.NotConnected => new(
            AnswerClass.NoAnswer, CustomerIoErrorReason.Unreachable, RetryRule.Always, IsFailure: true),
        FailureKind.CircuitOpen => new(AnswerClass.NotTried, CustomerIoErrorReason.CircuitOpen),
        FailureKind.RateLimited => new(AnswerClass.NotTried, CustomerIoErrorReason.RateLimited),
        FailureKind.NotUnderstood => new(
            AnswerClass.NotUnderstood, CustomerIoErrorReason.UnexpectedAnswer, RetryRule.WhenSafe, IsFailure: true),
        _ => StatusMeaning.Of(api, status: 0),
    };
}
