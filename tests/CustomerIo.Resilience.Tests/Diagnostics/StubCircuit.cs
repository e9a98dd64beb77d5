namespace CustomerIo.Resilience.Tests.Diagnostics;

/// <summary>A circuit breaker that is in the state a test says.</summary>
internal sealed class StubCircuit : ICircuitBreaker
{
    public event EventHandler<CircuitStateChangedEventArgs>? StateChanged
    {
        add { }
        remove { }
    }

    public CircuitState State { get; set; }

    public int FailureCount { get; set; }

    public DateTimeOffset? LastFailure { get; set; }

    public string? LastFailureKind { get; set; }

    public DateTimeOffset? LastSuccess { get; set; }

    public TimeSpan? RetryAfter { get; set; }

    public void Isolate() => State = CircuitState.Isolated;

    public void Close() => State = CircuitState.Closed;
}
