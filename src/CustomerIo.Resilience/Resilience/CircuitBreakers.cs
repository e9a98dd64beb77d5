using CustomerIo.Resilience.Http;
using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.Resilience;

/// <summary>
/// One breaker for each API: the surfaces of the App API share servers, hence a breaker, but not the Track API's.
/// </summary>
internal sealed class CircuitBreakers : ICircuitBreakers, IDisposable
{
    private readonly CircuitBreaker _track;
    private readonly CircuitBreaker _app;

    public CircuitBreakers(CustomerIoOptions options, TimeProvider time, IHttpObserver observer, ILogger logger)
    {
        _track = Make(ApiSurface.Track, options.Track, time, observer, logger);
        _app = Make(ApiSurface.App, options.App, time, observer, logger);
    }

    public ICircuitBreaker Track => _track;

    public ICircuitBreaker App => _app;

    public CircuitBreaker Of(ApiSurface surface) => surface == ApiSurface.Track ? _track : _app;

    public void Dispose()
    {
        _track.Dispose();
        _app.Dispose();
    }

    private static CircuitBreaker Make(
        ApiSurface surface, ResilienceOptions options, TimeProvider time, IHttpObserver observer, ILogger logger)
    {
        var breaker = new CircuitBreaker(options.CircuitBreaker, time, logger);
        breaker.StateChanged += (_, change) =>
        {
            Log(surface, breaker, change.Current, logger);
            observer.OnCircuit(surface, change.Current);
        };
        return breaker;
    }

    private static void Log(ApiSurface surface, CircuitBreaker breaker, CircuitState state, ILogger logger)
    {
        switch (state)
        {
            case CircuitState.Open:
                if (logger.IsEnabled(LogLevel.Warning))
                {
                    ResilienceLog.CircuitOpened(
                        logger, surface, breaker.FailureCount, breaker.LastFailureKind, breaker.RetryAfter);
                }

                break;
            case CircuitState.HalfOpen:
                ResilienceLog.CircuitHalfOpened(logger, surface);
                break;
            case CircuitState.Isolated:
                ResilienceLog.CircuitIsolated(logger, surface);
                break;
            default:
                ResilienceLog.CircuitClosed(logger, surface);
                break;
        }
    }
}
