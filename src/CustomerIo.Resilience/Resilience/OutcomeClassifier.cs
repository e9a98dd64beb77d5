using CustomerIo.Resilience.Http;
using CustomerIo.Resilience.Wire;
using Polly;
using Polly.Timeout;

namespace CustomerIo.Resilience.Resilience;

/// <summary>What an attempt's outcome means to the breaker and to the retry.</summary>
internal static class OutcomeClassifier
{
    /// <summary>
    /// Status or kind of failure of an attempt. One that ran out of time is an exception, not a result: of its own timeout,
    /// or, if the whole call's ended first, of cancellation.
    /// </summary>
    public static FailureCause CauseOf(in Outcome<HttpResult> outcome)
    {
        HttpResult result = ResultOf(in outcome);
        return new FailureCause(result.Status, result.Failure);
    }

    /// <summary>For the breaker.</summary>
    /// <param name="api">The API that was called.</param>
    /// <param name="outcome">How the attempt ended.</param>
    /// <param name="hasCallerCancelled">Whether the caller gave up, which says nothing about the server.</param>
    public static CallVerdict VerdictOf(WireApi api, in Outcome<HttpResult> outcome, bool hasCallerCancelled)
    {
        if (outcome.Exception is OperationCanceledException && hasCallerCancelled)
        {
            return CallVerdict.Neutral;
        }

        AnswerMeaning meaning = ResultOf(in outcome).MeaningTo(api);
        if (meaning.Class is AnswerClass.Success)
        {
            return CallVerdict.Success;
        }

        return meaning.IsFailure ? CallVerdict.Failure : CallVerdict.Neutral;
    }

    /// <summary>For the retry: whether another attempt may be made, and may help.</summary>
    public static bool MayRetry(HttpCall call, in Outcome<HttpResult> outcome) =>
        outcome.Exception is not OperationCanceledException
        && ResultOf(in outcome).MeaningTo(call.Api).Retry switch
        {
            RetryRule.Always => true,
            RetryRule.WhenSafe => call.Repetition == Repetition.Safe,
            _ => false,
        };

    /// <summary>The outcome without exceptions.</summary>
    public static HttpResult ResultOf(in Outcome<HttpResult> outcome) => outcome.Exception switch
    {
        null => outcome.Result,
        TimeoutRejectedException or OperationCanceledException =>
            HttpResult.None(FailureKind.TimedOut, outcome.Exception),
        _ => HttpResult.None(FailureKind.Broken, outcome.Exception),
    };
}
