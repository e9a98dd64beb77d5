namespace CustomerIo.Resilience.Resilience;

/// <summary>What a call says about the health of the server.</summary>
internal enum CallVerdict
{
    /// <summary>It took the call (2xx).</summary>
    Success,

    /// <summary>It is in trouble, or out of reach.</summary>
    Failure,

    /// <summary>Nothing: the caller gave up, the call was refused for its content, or it was never tried.</summary>
    Neutral,
}
