namespace CustomerIo.Resilience.Torture.Running;

/// <summary>When a producer is killed.</summary>
internal enum KillMoment
{
    /// <summary>After a number of receipts.</summary>
    AfterReceipts,

    /// <summary>A while after its start, which may be before it has opened its file.</summary>
    AfterStart,

    /// <summary>A while after its last call, when it drains what it has stored.</summary>
    WhileDraining,
}
