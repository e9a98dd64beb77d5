namespace CustomerIo.Resilience.Delivery;

/// <summary>What all lanes of a workspace share.</summary>
/// <param name="FlushCount">Operations that make a page due.</param>
/// <param name="FlushInterval">The age that makes a page due.</param>
/// <param name="Time">The clock.</param>
/// <param name="Sequences">The order of calls.</param>
/// <param name="Budget">The room in memory.</param>
/// <param name="Pages">Where pages come from.</param>
/// <param name="Role">What the store is for.</param>
internal sealed record LaneSettings(
    int FlushCount,
    TimeSpan FlushInterval,
    TimeProvider Time,
    SequenceSource Sequences,
    MemoryBudget Budget,
    PagePool Pages,
    StoreRole Role);
