namespace CustomerIo.Resilience.Torture.Mixed.Planning;

/// <summary>What the server does to every request that contains the operation.</summary>
internal enum Ailment
{
    None,
    Reset,
    Unavailable,
    Broken,
    Forbidden,
    TimedOut,
    Hang,

    /// <summary>It takes effect, and then there is no answer.</summary>
    HangAfterAcceptance,

    /// <summary>A 200 that is no answer; nothing takes effect.</summary>
    Garbage,

    /// <summary>A 400: the operation is refused, and a dead letter.</summary>
    Refused,
}
