namespace CustomerIo.Resilience;

/// <summary>Why an operation was not, and will not be, delivered. The numbers are stored.</summary>
public enum RejectionReason
{
    /// <summary>It was not rejected.</summary>
    None = 0,

    /// <summary>It breaks a limit of Customer.io; it was refused before it was sent.</summary>
    Invalid = 1,

    /// <summary>Customer.io refused it. It is kept as a dead letter.</summary>
    RefusedByServer = 2,

    /// <summary>The memory queue is full, and the fallback store did not relieve it in time.</summary>
    QueueFull = 3,

    /// <summary>
    /// With <see cref="Durability.WriteAhead"/>, the fallback store had no room, or failed while memory was full, too. Without it
    /// operations wait in memory then.
    /// </summary>
    StoreFull = 4,

    /// <summary>The host is stopping and takes no new operations.</summary>
    Stopped = 5,

    /// <summary>A later delete or suppress of the same person made it pointless.</summary>
    Erased = 6,

    /// <summary>The idempotency key was used before with another payload.</summary>
    IdempotencyMismatch = 7,

    /// <summary>
    /// Customer.io failed on it <see cref="FallbackOptions.MaxAttempts"/> times, over <see cref="FallbackOptions.MinBlameTime"/>,
    /// while it took others. It is kept as a dead letter.
    /// </summary>
    AttemptsExhausted = 8,

    /// <summary>The fallback store was full and its options let the oldest events go.</summary>
    Evicted = 9,

    /// <summary>
    /// So many operations of this person or object are parked, a tenth of <see cref="FallbackOptions.MaxCount"/>, that no more are
    /// taken, but for deletes, suppressions and merges; nobody else's are concerned. Mostly one is failing and they wait behind it.
    /// </summary>
    KeyBlocked = 10,
}
