namespace CustomerIo.Resilience.Testing;

/// <summary>What goes wrong.</summary>
public enum FaultKind
{
    /// <summary>Nothing but the wait of <see cref="Fault.Delay"/>.</summary>
    Latency,

    /// <summary>An answer with a status of its own; nothing is accepted.</summary>
    Status,

    /// <summary>No answer until the client gives up or the simulator releases it.</summary>
    Hang,

    /// <summary>The connection is reset and nothing was accepted.</summary>
    ResetBeforeAcceptance,

    /// <summary>The request takes effect, then the connection is reset without an answer.</summary>
    ResetAfterAcceptance,

    /// <summary>Some items of a batch are refused as invalid, the rest is accepted.</summary>
    RejectItems,

    /// <summary>The request takes effect and is answered a byte at a time.</summary>
    SlowBody,

    /// <summary>A 200 whose body is no JSON.</summary>
    Garbage,
}
