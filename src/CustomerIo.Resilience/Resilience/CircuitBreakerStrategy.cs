using CustomerIo.Resilience.Http;
using Polly;

namespace CustomerIo.Resilience.Resilience;

/// <summary>
/// Asks the breaker before a call and reports to it after. A refused call is a result, not an exception.
/// </summary>
internal sealed class CircuitBreakerStrategy(CircuitBreaker breaker) : ResilienceStrategy<HttpResult>
{
    protected override ValueTask<Outcome<HttpResult>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<HttpResult>>> callback,
        ResilienceContext context,
        TState state)
    {
        if (!breaker.TryEnter(out CircuitPermit permit, out TimeSpan? retryAfter))
        {
            return Outcome.FromResultAsValueTask(HttpResult.None(FailureKind.CircuitOpen, null, retryAfter));
        }

        return FinishAsync(callback, context, state, permit);
    }

    private async ValueTask<Outcome<HttpResult>> FinishAsync<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<HttpResult>>> callback,
        ResilienceContext context,
        TState state,
        CircuitPermit permit)
    {
        Outcome<HttpResult> outcome;
        try
        {
            outcome = await callback(context, state).ConfigureAwait(context.ContinueOnCapturedContext);
        }
        catch (Exception exception)
        {
            outcome = Outcome.FromException<HttpResult>(exception);
        }

        CallScope scope = CallScope.Of(context);
        CallVerdict verdict = OutcomeClassifier.VerdictOf(
            scope.Call.Api, in outcome, scope.CallerToken.IsCancellationRequested);
        breaker.Report(permit, verdict, OutcomeClassifier.CauseOf(in outcome));
        return outcome;
    }
}
