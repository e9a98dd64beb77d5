namespace CustomerIo.Resilience.Delivery.Lanes;

/// <summary>When the store gets operations, which follows from its durability and the workspace's.</summary>
internal enum StoreMode
{
    /// <summary>When the server cannot take them: a store in memory.</summary>
    InMemory,

    /// <summary>Also when memory fills up: a durable store.</summary>
    Spill,

    /// <summary>Always, before they are sent.</summary>
    WriteAhead,
}
