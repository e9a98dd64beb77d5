namespace CustomerIo.Resilience;

/// <summary>What a fallback store does when it is full.</summary>
public enum StoreOverflow
{
    /// <summary>New operations are rejected, and their callers told.</summary>
    Reject = 0,

    /// <summary>The oldest events make room; nothing else ever does. They are counted and logged.</summary>
    DropOldestEvents = 1,
}
