namespace CustomerIo.Resilience.Api;

/// <summary>A segment.</summary>
public sealed class Segment
{
    /// <summary>The number of the segment.</summary>
    public long Id { get; init; }

    /// <summary>The number and the time of the last change.</summary>
    public string? DeduplicateId { get; init; }

    /// <summary>The segment's name.</summary>
    public string? Name { get; init; }

    /// <summary>The segment's description.</summary>
    public string? Description { get; init; }

    /// <summary><c>events</c>, <c>build</c>, <c>events_queued</c>, <c>build_queued</c> or <c>finished</c>.</summary>
    public string? State { get; init; }

    /// <summary>How far it is built, in percent; <see langword="null"/> when finished.</summary>
    public double? Progress { get; init; }

    /// <summary><c>dynamic</c> or <c>manual</c>.</summary>
    public string? Type { get; init; }

    /// <summary>The segment's tags.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was changed last.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }
}
