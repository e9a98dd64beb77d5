using CustomerIo.Resilience.Http;
using Polly;

namespace CustomerIo.Resilience.Resilience;

/// <summary>
/// Takes a token for each attempt; a call whose turn cannot come within its budget is refused at once.
/// </summary>
internal sealed class RateLimiterStrategy(TokenBucket bucket, CircuitBreaker breaker, TimeProvider time)
    : ResilienceStrategy<HttpResult>
{
    protected override ValueTask<Outcome<HttpResult>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<HttpResult>>> callback,
        ResilienceContext context,
        TState state)
    {
        // An open circuit, which comes next, refuses the call: that takes no token, and no waiting for one.
        if (breaker.Refuses(TimeSpan.Zero) || bucket.TryTake())
        {
            return callback(context, state);
        }

        TimeSpan budget = CallScope.Of(context).Remaining(time);
        if (!bucket.TryTake(budget, out LinkedListNode<TaskCompletionSource>? turn, out TimeSpan wait))
        {
            return Outcome.FromResultAsValueTask(HttpResult.None(FailureKind.RateLimited, null, wait));
        }

        return turn is null ? callback(context, state) : WaitAsync(turn, callback, context, state);
    }

    private async ValueTask<Outcome<HttpResult>> WaitAsync<TState>(
        LinkedListNode<TaskCompletionSource> turn,
        Func<ResilienceContext, TState, ValueTask<Outcome<HttpResult>>> callback,
        ResilienceContext context,
        TState state)
    {
        try
        {
            await bucket.WaitAsync(turn, context.CancellationToken).ConfigureAwait(context.ContinueOnCapturedContext);
        }
        catch (OperationCanceledException exception)
        {
            return Outcome.FromException<HttpResult>(exception);
        }

        return await callback(context, state).ConfigureAwait(context.ContinueOnCapturedContext);
    }
}
