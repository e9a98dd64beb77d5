namespace CustomerIo.Resilience;

/// <summary>
/// The circuit breaker of one API: after some failures in a row it stops calls from being tried, and after a break lets
/// a few probes through to find out whether the server is back. Safe to use from any thread.
/// </summary>
public interface ICircuitBreaker
{
    /// <summary>
    /// The state changed. Handlers run on the thread of the call that changed it: keep them short. What they throw is
    /// logged. The end of a break raises it too, without any call being made.
    /// </summary>
    event EventHandler<CircuitStateChangedEventArgs>? StateChanged;

    /// <summary>The state now; a break that is over reads as <see cref="CircuitState.HalfOpen"/>.</summary>
    CircuitState State { get; }

    /// <summary>Failures since the last success.</summary>
    int FailureCount { get; }

    /// <summary>When the last failure was; <see langword="null"/> if there was none.</summary>
    DateTimeOffset? LastFailure { get; }

    /// <summary>
    /// What the last failure was, such as <c>HTTP 503</c> or <c>TimedOut</c>; <see langword="null"/> if there was none.
    /// Holds no data of a call.
    /// </summary>
    string? LastFailureKind { get; }

    /// <summary>When the last success was; <see langword="null"/> if there was none.</summary>
    DateTimeOffset? LastSuccess { get; }

    /// <summary>What is left of the break; <see langword="null"/> unless <see cref="CircuitState.Open"/>.</summary>
    TimeSpan? RetryAfter { get; }

    /// <summary>Stops all calls until <see cref="Close"/> is called; calls under way go on.</summary>
    void Isolate();

    /// <summary>Closes the circuit, whatever its state, and forgets the failures counted.</summary>
    void Close();
}
