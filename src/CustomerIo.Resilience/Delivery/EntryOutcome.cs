namespace CustomerIo.Resilience.Delivery;

/// <summary>What became of an operation on a page.</summary>
internal enum EntryOutcome
{
    /// <summary>Nothing yet.</summary>
    Waiting,

    /// <summary>Customer.io took it.</summary>
    Delivered,

    /// <summary>Customer.io refused it for good.</summary>
    Refused,
}
