namespace CustomerIo.Resilience.Delivery;

/// <summary>What the fallback store is for, which follows from its durability and the workspace's.</summary>
internal enum StoreRole
{
    /// <summary>It takes what the server cannot: a store in memory.</summary>
    Refuge,

    /// <summary>It relieves memory too: a durable store.</summary>
    Relief,

    /// <summary>Everything passes through it before it is sent.</summary>
    Journal,
}
