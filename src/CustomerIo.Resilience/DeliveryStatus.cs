namespace CustomerIo.Resilience;

/// <summary>What became of an operation.</summary>
public enum DeliveryStatus
{
    /// <summary>Accepted and waiting in memory: the answer of the calls that do not wait.</summary>
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
