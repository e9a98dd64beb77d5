namespace CustomerIo.Resilience.Wire;

/// <summary>Whether the same request may be sent again at once, after a wait.</summary>
internal enum RetryRule
{
    /// <summary>It would end the same way, or in a second effect.</summary>
    Never,

    /// <summary>Only if a repeat has no second effect: the server may have taken it.</summary>
    WhenSafe,

    /// <summary>The server certainly did not take it.</summary>
    Always,
}
