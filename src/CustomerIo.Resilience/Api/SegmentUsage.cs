namespace CustomerIo.Resilience.Api;

/// <summary>What uses a segment.</summary>
public sealed class SegmentUsage
{
    /// <summary>Campaigns, by number.</summary>
    public IReadOnlyList<long>? Campaigns { get; init; }

    /// <summary>Newsletters that are out, by number.</summary>
    public IReadOnlyList<long>? SentNewsletters { get; init; }

    /// <summary>Newsletters that are not, by number.</summary>
    public IReadOnlyList<long>? DraftNewsletters { get; init; }
}
