namespace CustomerIo.Resilience.Delivery;

/// <summary>What all lanes of a workspace share.</summary>
internal sealed record LaneSettings(
    int FlushCount,
    TimeSpan FlushInterval,
    TimeProvider Time,
    SequenceSource Sequences,
    MemoryBudget Budget,
    PagePool Pages);
