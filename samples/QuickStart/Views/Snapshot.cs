namespace CustomerIo.Resilience.QuickStart.Views;

/// <summary>How things stand at one moment.</summary>
internal sealed record Snapshot
{
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Operations in the file.</summary>
    public required int Total { get; init; }

    /// <summary>Calls that have returned.</summary>
    public required int Sent { get; init; }

    public required DeliveryFigures Figures { get; init; }

    public required CircuitState Breaker { get; init; }

    /// <summary>What is left of the breaker's break.</summary>
    public required TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the simulator listens; null when the server is Customer.io itself.</summary>
    public required bool? IsServerUp { get; init; }

    /// <summary>Calls that returned a second, over the last second.</summary>
    public required double SentPerSecond { get; init; }

    /// <summary>Operations delivered a second, over the last second.</summary>
    public required double DeliveredPerSecond { get; init; }

    /// <summary>Operations whose fate is known.</summary>
    public long Settled => Figures.Delivered + Figures.Rejected;

    public double SettledShare => Total == 0 ? 1 : (double)Settled / Total;
}
