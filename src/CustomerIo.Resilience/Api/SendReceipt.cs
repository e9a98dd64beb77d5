namespace CustomerIo.Resilience.Api;

/// <summary>Customer.io has taken a transactional message.</summary>
public sealed class SendReceipt
{
    /// <summary>The delivery, as in reporting webhooks and metrics.</summary>
    public string? DeliveryId { get; init; }

    /// <summary>When Customer.io took it.</summary>
    public DateTimeOffset? QueuedAt { get; init; }

    /// <summary>When it will be sent; only for a message scheduled ahead.</summary>
    public DateTimeOffset? SendAt { get; init; }
}
