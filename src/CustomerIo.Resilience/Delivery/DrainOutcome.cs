namespace CustomerIo.Resilience.Delivery;

/// <summary>What a drain pass came to.</summary>
internal enum DrainOutcome
{
    /// <summary>The store has nothing for the lane any more.</summary>
    Empty,

    /// <summary>Operations left the store.</summary>
    Progressed,

    /// <summary>The request failed.</summary>
    Failed,

    /// <summary>The store failed.</summary>
    StoreFailed,

    /// <summary>The pump is storing, or has stored since the look; it tells when it is done.</summary>
    WaitsForPump,

    /// <summary>A merge has become the next, which may be what the other lane waits for.</summary>
    CameToMerge,

    /// <summary>A merge is still the next, and the other lane is not so far yet.</summary>
    WaitsForMerge,
}
