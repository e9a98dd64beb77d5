namespace CustomerIo.Resilience.Fallback;

/// <summary>What a store had when it was opened.</summary>
public sealed class StoreContents
{
    /// <summary>What waits on lanes; lanes without anything may be left out.</summary>
    public IReadOnlyList<LaneBacklog> Lanes { get; init; } = [];

    /// <summary>The keys of what is parked.</summary>
    public IReadOnlyList<HeldKey> HeldKeys { get; init; } = [];

    /// <summary>How many operations are parked.</summary>
    public long Parked { get; init; }

    /// <summary>The highest position that the store has, parked or not; new ones are drawn above it. 0 if it is empty.</summary>
    public long NewestPosition { get; init; }
}
