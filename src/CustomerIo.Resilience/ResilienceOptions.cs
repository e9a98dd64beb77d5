namespace CustomerIo.Resilience;

/// <summary>Timeouts, retries and circuit breaker of one API.</summary>
public sealed class ResilienceOptions
{
}
