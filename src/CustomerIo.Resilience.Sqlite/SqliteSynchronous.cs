namespace CustomerIo.Resilience;

/// <summary>What a SQLite store does before it says that operations are safe.</summary>
public enum SqliteSynchronous
{
    /// <summary>
    /// Waits until the disk has them: they survive a power cut too, if the storage honours a flush. Concurrent calls share
    /// the wait.
    /// </summary>
    Full = 0,

    /// <summary>
    /// Leaves the moment to the operating system: they survive a killed process, but a power cut can take the last ones. Many
    /// times faster for single calls.
    /// </summary>
    Normal = 1,
}
