namespace CustomerIo.Resilience.Delivery;

/// <summary>How a page's request, or requests, ended.</summary>
internal enum SendVerdictKind
{
    /// <summary>Every operation was delivered or refused.</summary>
    Done,

    /// <summary>The server could not take it, or nobody knows; the same bytes may be sent again.</summary>
    Unavailable,

    /// <summary>The credentials were refused, or the address is not Customer.io's; only a person can mend that.</summary>
    Blocked,
}
