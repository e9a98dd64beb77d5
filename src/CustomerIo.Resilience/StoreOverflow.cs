namespace CustomerIo.Resilience;

/// <summary>What a fallback store does when it is full.</summary>
public enum StoreOverflow
{
    /// <summary>
    /// New operations wait in memory until that is full, and are rejected then; with <see cref="Durability.WriteAhead"/> they are
    /// rejected at once. Their callers are told.
    /// </summary>
    Reject = 0,

    /// <summary>The oldest events on lanes make room; nothing else ever does. They are counted and logged.</summary>
    DropOldestEvents = 1,
}
