namespace CustomerIo.Resilience;

/// <summary>A circuit breaker went from one state to another.</summary>
public sealed class CircuitStateChangedEventArgs : EventArgs
{
    /// <summary>Makes the event's arguments.</summary>
    /// <param name="previous">The state it was in.</param>
    /// <param name="current">The state it is in now.</param>
    public CircuitStateChangedEventArgs(CircuitState previous, CircuitState current)
    {
        Previous = previous;
        Current = current;
    }

    /// <summary>The state it was in.</summary>
    public CircuitState Previous { get; }

    /// <summary>The state it went to.</summary>
    public CircuitState Current { get; }
}
