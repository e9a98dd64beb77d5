namespace CustomerIo.Resilience.Http;

/// <summary>Why there is no answer to a call.</summary>
internal enum FailureKind
{
    /// <summary>There is an answer.</summary>
    None,

    /// <summary>The request was never on the wire: name resolution, connection or TLS failed.</summary>
    NotConnected,

    /// <summary>The request was not tried: the circuit is open.</summary>
    CircuitOpen,

    /// <summary>The request was not tried: the client's own rate limit left no room in the time allowed.</summary>
    RateLimited,

    /// <summary>The attempt or the whole call ran out of time; the server may have taken it.</summary>
    TimedOut,

    /// <summary>The connection broke after the request began; the server may have taken it.</summary>
    Broken,

    /// <summary>What came with a success is no answer to the call; the server may have taken it, or not be the server.</summary>
    NotUnderstood,
}
