namespace CustomerIo.Resilience;

/// <summary>The circuit breakers of a workspace; a failing API does not stop the other.</summary>
public interface ICircuitBreakers
{
    /// <summary>The breaker of the Track API.</summary>
    ICircuitBreaker Track { get; }

    /// <summary>The breaker of the App API: reads, transactional sends and broadcasts together.</summary>
    ICircuitBreaker App { get; }
}
