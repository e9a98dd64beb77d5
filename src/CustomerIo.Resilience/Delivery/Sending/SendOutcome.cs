namespace CustomerIo.Resilience.Delivery.Sending;

/// <summary>How a request ended, as far as delivery is concerned.</summary>
internal enum SendOutcome
{
    /// <summary>The fate of every operation is known.</summary>
    Done,

    /// <summary>It failed, and says nothing about who is to blame.</summary>
    Failed,

    /// <summary>It was refused as by a firewall, or as from a wrong address: one operation's fault, or everybody's.</summary>
    Forbidden,

    /// <summary>The credentials are refused.</summary>
    Unauthorized,

    /// <summary>Too many requests.</summary>
    Throttled,

    /// <summary>It was not sent: the client's own rate limit leaves no room, or sending has been stopped.</summary>
    NotSent,
}
