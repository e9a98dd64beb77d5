namespace CustomerIo.Resilience.Idempotency;

/// <summary>What is known of an operation that is about to begin.</summary>
public enum IdempotencyState
{
    /// <summary>It is not guarded: it has no key, or the guard is full. Go on; there is nothing to report.</summary>
    PassThrough,

    /// <summary>It is the first of its key. Go on, and report the end with the ticket.</summary>
    Fresh,

    /// <summary>The first one is under way; its result is on the way too.</summary>
    InFlight,

    /// <summary>The first one is done; here is its result.</summary>
    Done,

    /// <summary>The first one had other content.</summary>
    Mismatch,
}
