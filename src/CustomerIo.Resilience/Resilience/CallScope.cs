using CustomerIo.Resilience.Http;
using Polly;

namespace CustomerIo.Resilience.Resilience;

/// <summary>
/// What the layers of a pipeline know of the call that passes through them, the remaining budget above all. Reached
/// through a property of Polly's context; pooled, as the context is.
/// </summary>
internal sealed class CallScope
{
    private static readonly ResiliencePropertyKey<CallScope> Key = new("CustomerIo.Resilience.Call");
    private static readonly CallScope?[] Pool = new CallScope?[Environment.ProcessorCount * 2];

    private long _deadline;

    private CallScope()
    {
    }

    public HttpCall Call { get; private set; } = null!;

    public IAttemptSender Sender { get; private set; } = null!;

    /// <summary>The caller's own token; the layers below see linked ones.</summary>
    public CancellationToken CallerToken { get; private set; }

    /// <summary>Where a successful answer is left open for the caller; null when answers are read whole.</summary>
    public DownloadSlot? Download { get; set; }

    /// <summary>The wait before the next attempt, worked out when it was decided to make one.</summary>
    public TimeSpan NextDelay { get; set; }

    public static CallScope Of(ResilienceContext context) => context.Properties.GetValue(Key, null!);

    public static CallScope Rent(
        HttpCall call, IAttemptSender sender, long deadline, CancellationToken cancellationToken)
    {
        CallScope? scope = null;
        for (int i = 0; i < Pool.Length && scope is null; i++)
        {
            scope = Volatile.Read(ref Pool[i]) is null ? null : Interlocked.Exchange(ref Pool[i], null);
        }

        scope ??= new CallScope();
        scope.Call = call;
        scope.Sender = sender;
        scope._deadline = deadline;
        scope.CallerToken = cancellationToken;
        return scope;
    }

    public static void Return(CallScope scope)
    {
        scope.Call = null!;
        scope.Sender = null!;
        scope.CallerToken = default;
        scope.Download = null;
        for (int i = 0; i < Pool.Length; i++)
        {
            if (Interlocked.CompareExchange(ref Pool[i], scope, null) is null)
            {
                return;
            }
        }
    }

    public void AttachTo(ResilienceContext context) => context.Properties.Set(Key, this);

    /// <summary>What is left of the total timeout; never negative.</summary>
    public TimeSpan Remaining(TimeProvider time)
    {
        long now = time.GetTimestamp();
        return now >= _deadline ? TimeSpan.Zero : time.GetElapsedTime(now, _deadline);
    }
}
