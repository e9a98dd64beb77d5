namespace CustomerIo.Resilience.Torture.Mixed.Running;

/// <summary>What is wrong for a while.</summary>
internal enum Trouble
{
    None,
    Outage,
    Faults,
    KeysAway,
    DiskFails,
}
