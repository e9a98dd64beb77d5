using CustomerIo.Resilience.Http;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace CustomerIo.Resilience.Resilience;

/// <summary>
/// The pipeline of one surface, from the outside in: total timeout, retry, rate limiter, circuit breaker, attempt
/// timeout, send. The limiter is inside the retry because the server counts attempts, not calls: each one on the wire
/// takes a token. It is outside the breaker so that a half-open circuit's probes are not spent waiting in its queue.
/// </summary>
internal sealed class CallPipeline
{
    private readonly ResiliencePipeline<HttpResult> _pipeline;
    private readonly ResiliencePipeline<HttpResult> _attempt;
    private readonly TimeProvider _time;
    private readonly long _budget;

    public CallPipeline(
        ApiSurface surface,
        ResilienceOptions options,
        TokenBucket bucket,
        CircuitBreaker breaker,
        PipelineServices services)
    {
        _time = services.Time;
        _budget = (long)(options.TotalTimeout.TotalSeconds * _time.TimestampFrequency);

        var builder = new ResiliencePipelineBuilder<HttpResult> { TimeProvider = _time };
        builder.AddTimeout(new TimeoutStrategyOptions { Timeout = options.TotalTimeout });
        if (options.Retry.MaxRetries > 0)
        {
            builder.AddRetry(MakeRetry(surface, options.Retry, breaker, services));
        }

        _pipeline = builder
            .AddStrategy(_ => new RateLimiterStrategy(bucket, breaker, services.Time))
            .AddStrategy(_ => new CircuitBreakerStrategy(breaker))
            .AddTimeout(new TimeoutStrategyOptions { Timeout = options.AttemptTimeout })
            .Build();
        _attempt = new ResiliencePipelineBuilder<HttpResult> { TimeProvider = _time }
            .AddStrategy(_ => new RateLimiterStrategy(bucket, breaker, services.Time))
            .AddTimeout(new TimeoutStrategyOptions { Timeout = options.AttemptTimeout })
            .Build();
    }

    /// <summary>Runs a call; throws only when the caller's token fires.</summary>
    public ValueTask<HttpResult> ExecuteAsync(
        HttpCall call, IAttemptSender sender, CancellationToken cancellationToken) =>
        ExecuteAsync(_pipeline, Rent(call, sender, cancellationToken));

    /// <summary>Same, for a single attempt that the circuit breaker knows nothing of.</summary>
    public ValueTask<HttpResult> ExecuteOnceAsync(
        HttpCall call, IAttemptSender sender, CancellationToken cancellationToken) =>
        ExecuteAsync(_attempt, Rent(call, sender, cancellationToken));

    /// <summary>Runs a call whose successful answer is left open for the caller to read.</summary>
    public async ValueTask<(HttpResult Result, HttpResponseMessage? Download)> OpenAsync(
        HttpCall call, IAttemptSender sender, CancellationToken cancellationToken)
    {
        var download = new DownloadSlot();
        CallScope scope = Rent(call, sender, cancellationToken);
        scope.Download = download;
        HttpResult result = await ExecuteAsync(_pipeline, scope).ConfigureAwait(false);
        return (result, download.Response);
    }

    private CallScope Rent(HttpCall call, IAttemptSender sender, CancellationToken cancellationToken) =>
        CallScope.Rent(call, sender, _time.GetTimestamp() + _budget, cancellationToken);

    private static async ValueTask<HttpResult> ExecuteAsync(
        ResiliencePipeline<HttpResult> pipeline, CallScope scope)
    {
        CancellationToken cancellationToken = scope.CallerToken;
        ResilienceContext context = ResilienceContextPool.Shared.Get(cancellationToken);
        scope.AttachTo(context);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            Outcome<HttpResult> outcome = await pipeline
                .ExecuteOutcomeAsync(
                    static (context, scope) =>
                        scope.Sender.SendOnceAsync(scope, context.CancellationToken), context, scope)
                .ConfigureAwait(false);
            return Settle(in outcome, cancellationToken);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
            CallScope.Return(scope);
        }
    }

    private static HttpResult Settle(in Outcome<HttpResult> outcome, CancellationToken cancellationToken)
    {
        if (outcome.Exception is OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return OutcomeClassifier.ResultOf(in outcome);
    }

    private static RetryStrategyOptions<HttpResult> MakeRetry(
        ApiSurface surface, RetryOptions options, CircuitBreaker breaker, PipelineServices services) => new()
        {
            MaxRetryAttempts = options.MaxRetries,
            ShouldHandle = args =>
            {
                CallScope scope = CallScope.Of(args.Context);
                if (!OutcomeClassifier.MayRetry(scope.Call, args.Outcome))
                {
                    return ValueTask.FromResult(false);
                }

                // A wait that the budget cannot cover, or that ends before the circuit's break, would end in nothing
                // but a lost answer: stop now, with the answer.
                TimeSpan? asked = args.Outcome.Exception is null ? args.Outcome.Result.RetryAfter : null;
                scope.NextDelay = RetryDelay.Compute(options, args.AttemptNumber, services.Random, asked);
                return ValueTask.FromResult(
                    scope.NextDelay < scope.Remaining(services.Time) && !breaker.Refuses(scope.NextDelay));
            },
            DelayGenerator = static args => ValueTask.FromResult<TimeSpan?>(CallScope.Of(args.Context).NextDelay),
            OnRetry = args =>
            {
                services.Observer.OnRetry(surface, args.RetryDelay);
                ResilienceLog.Retrying(
                    services.Logger,
                    surface,
                    args.AttemptNumber + 1,
                    OutcomeClassifier.CauseOf(args.Outcome),
                    args.RetryDelay);
                return ValueTask.CompletedTask;
            },
        };
}
