namespace CustomerIo.Resilience.Delivery.Lanes;

/// <summary>What all lanes of a workspace share.</summary>
/// <param name="FlushCount">Operations that make a batch due.</param>
/// <param name="FlushInterval">The age that makes a batch due.</param>
/// <param name="CallerTimeout">How long a caller waits before it is told where its operation is.</param>
/// <param name="Time">The clock.</param>
/// <param name="Sequences">The order of calls.</param>
/// <param name="Positions">The order of the store.</param>
/// <param name="Budget">The room in memory.</param>
/// <param name="Batches">Where batches come from.</param>
/// <param name="Mode">When the store gets operations.</param>
internal sealed record LaneSettings(
    int FlushCount,
    TimeSpan FlushInterval,
    TimeSpan CallerTimeout,
    TimeProvider Time,
    SequenceSource Sequences,
    SequenceSource Positions,
    MemoryBudget Budget,
    BatchPool Batches,
    StoreMode Mode);
