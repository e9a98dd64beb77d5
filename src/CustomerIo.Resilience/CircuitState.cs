namespace CustomerIo.Resilience;

/// <summary>What a circuit breaker lets through.</summary>
public enum CircuitState
{
    /// <summary>Everything.</summary>
    Closed,

    /// <summary>Nothing, until the break is over.</summary>
    Open,

    /// <summary>A few probes, to see whether the server is back.</summary>
    HalfOpen,

    /// <summary>Nothing, until <see cref="ICircuitBreaker.Close"/> is called.</summary>
    Isolated,
}
