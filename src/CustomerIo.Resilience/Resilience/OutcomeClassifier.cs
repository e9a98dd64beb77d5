using CustomerIo.Resilience.Http;
using Polly;
using Polly.Timeout;

namespace CustomerIo.Resilience.Resilience;

/// <summary>What an attempt's outcome means to the breaker and to the retry.</summary>
internal static class OutcomeClassifier
{
    /// <summary>
    /// Status or kind of failure of an attempt; an attempt that Polly timed out is an exception, not a result.
    /// </summary>
    public static FailureCause CauseOf(in Outcome<HttpResult> outcome) => outcome.Exception switch
    {
        null => new FailureCause(outcome.Result.Status, outcome.Result.Failure),
        TimeoutRejectedException => new FailureCause(0, FailureKind.TimedOut),
        _ => new FailureCause(0, FailureKind.Broken),
    };

    /// <summary>
    /// For the breaker. A 429 of the App API is neutral: its surfaces share a breaker but not a limit, and too many
    /// reads must not stop a password reset from being sent.
    /// </summary>
    public static CallVerdict VerdictOf(ApiSurface surface, in Outcome<HttpResult> outcome)
    {
        if (outcome.Exception is OperationCanceledException)
        {
            return CallVerdict.Neutral;
        }

        FailureCause cause = CauseOf(in outcome);
        return cause.Kind switch
        {
            FailureKind.CircuitOpen or FailureKind.RateLimited => CallVerdict.Neutral,
            not FailureKind.None => CallVerdict.Failure,
            _ => cause.Status switch
            {
                >= 200 and < 300 => CallVerdict.Success,
                429 => surface == ApiSurface.Track ? CallVerdict.Failure : CallVerdict.Neutral,
                408 or >= 500 => CallVerdict.Failure,
                _ => CallVerdict.Neutral,
            },
        };
    }

    /// <summary>For the retry: whether another attempt may be made, and may help.</summary>
    public static bool MayRetry(Repetition repetition, in Outcome<HttpResult> outcome)
    {
        if (outcome.Exception is OperationCanceledException)
        {
            return false;
        }

        FailureCause cause = CauseOf(in outcome);
        return cause.Kind switch
        {
            FailureKind.NotConnected => true,
            FailureKind.TimedOut or FailureKind.Broken => repetition == Repetition.Safe,
            not FailureKind.None => false,
            _ => cause.Status switch
            {
                429 => true,
                408 or 500 or 502 or 503 or 504 or 522 or 524 => repetition == Repetition.Safe,
                _ => false,
            },
        };
    }
}
