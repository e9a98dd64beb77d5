using CustomerIo.Resilience.Http;
using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.Resilience;

/// <summary>Log messages of the pipelines; event ids 1000 to 1049.</summary>
internal static partial class ResilienceLog
{
    [LoggerMessage(1000, LogLevel.Warning,
        "The {Surface} circuit is open after {Failures} failures, the last one {Cause}; next try in {RetryAfter}.")]
    public static partial void CircuitOpened(
        ILogger logger, ApiSurface surface, int failures, string? cause, TimeSpan? retryAfter);

    [LoggerMessage(1001, LogLevel.Information,
        "The {Surface} circuit is half-open: probing whether Customer.io is back.")]
    public static partial void CircuitHalfOpened(ILogger logger, ApiSurface surface);

    [LoggerMessage(1002, LogLevel.Information, "The {Surface} circuit is closed: calls go through again.")]
    public static partial void CircuitClosed(ILogger logger, ApiSurface surface);

    [LoggerMessage(1003, LogLevel.Warning, "The {Surface} circuit was isolated: nothing is sent until it is closed.")]
    public static partial void CircuitIsolated(ILogger logger, ApiSurface surface);

    [LoggerMessage(1004, LogLevel.Error,
        "A handler of ICircuitBreaker.StateChanged threw an exception; the call went on.")]
    public static partial void CircuitHandlerFailed(ILogger logger, Exception exception);

    [LoggerMessage(1005, LogLevel.Debug, "{Surface}: try {Attempt} ended with {Cause}; the next one comes in {Delay}.")]
    public static partial void Retrying(
        ILogger logger, ApiSurface surface, int attempt, FailureCause cause, TimeSpan delay);
}
