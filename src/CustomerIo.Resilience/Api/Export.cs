namespace CustomerIo.Resilience.Api;

/// <summary>An export, ready or under way.</summary>
public sealed class Export
{
    /// <summary>The number of the export.</summary>
    public long Id { get; init; }

    /// <summary>The number and the time of the last change.</summary>
    public string? DeduplicateId { get; init; }

    /// <summary><c>customers</c> or <c>deliveries</c>.</summary>
    public string? Type { get; init; }

    /// <summary><c>done</c>, <c>pending</c> or <c>failed</c>; only a done one can be downloaded.</summary>
    public string? Status { get; init; }

    /// <summary>Whether it failed.</summary>
    public bool Failed { get; init; }

    /// <summary>What it contains, in words.</summary>
    public string? Description { get; init; }

    /// <summary>How many entries it has; 0 until it is done.</summary>
    public long? Total { get; init; }

    /// <summary>How often it was downloaded.</summary>
    public long? Downloads { get; init; }

    /// <summary>The user who made it.</summary>
    public string? UserId { get; init; }

    /// <summary>The email address of that user.</summary>
    public string? UserEmail { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was changed last.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }
}
