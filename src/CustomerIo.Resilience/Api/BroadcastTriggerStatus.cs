namespace CustomerIo.Resilience.Api;

/// <summary>How far a broadcast trigger is.</summary>
public sealed class BroadcastTriggerStatus
{
    /// <summary>The number of the trigger.</summary>
    public long Id { get; init; }

    /// <summary>The number of the broadcast.</summary>
    public long BroadcastId { get; init; }

    /// <summary>When it was triggered.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When Customer.io had worked through it; <see langword="null"/> before that.</summary>
    public DateTimeOffset? ProcessedAt { get; init; }
}
