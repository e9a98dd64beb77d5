namespace CustomerIo.Resilience.Torture.Mixed.Reconciling;

/// <summary>What became of an operation in the end.</summary>
internal enum Fate
{
    Lost,
    Delivered,
    DeadLetter,
    Refused,
    Erased,

    /// <summary>It waits behind a delete that the server never takes, or is that.</summary>
    Parked,

    /// <summary>It waits, and nothing explains why.</summary>
    Stuck,
}
