namespace CustomerIo.Resilience;

/// <summary>What became of an operation.</summary>
public enum DeliveryStatus
{
    /// <summary>
    /// Accepted and waiting in memory: the answer of the calls that do not wait, and of an awaited one that the fallback store has
    /// not taken after <see cref="ResilienceOptions.TotalTimeout"/> of the Track API.
    /// </summary>
    Queued,

    /// <summary>Customer.io has it.</summary>
    Delivered,

    /// <summary>Customer.io cannot be reached; the fallback store has it and it will be delivered in its order.</summary>
    Stored,

    /// <summary>An operation with the same idempotency key was accepted before; this one was not sent.</summary>
    Duplicate,

    /// <summary>It was not and will not be delivered; see <see cref="DeliveryResult.Reason"/>.</summary>
    Rejected,
}
