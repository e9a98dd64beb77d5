namespace CustomerIo.Resilience;

/// <summary>When an operation reaches the fallback store.</summary>
public enum Durability
{
    /// <summary>
    /// When the server cannot take it, when memory fills up, and when the host stops. What waits in memory is lost if the
    /// process is killed.
    /// </summary>
    OnFailure = 0,

    /// <summary>
    /// Before the call returns and before it is sent: it survives a kill at any moment. Needs a durable store. Each call waits
    /// for the disk, <see cref="IBatchTracker"/>'s too.
    /// </summary>
    WriteAhead = 1,
}
