namespace CustomerIo.Resilience.Tests.Trouble.Shared;

/// <summary>How a server fails on one operation while it takes all others.</summary>
public enum Ailment
{
    /// <summary>The connection is reset.</summary>
    Reset,

    /// <summary>503.</summary>
    Unavailable,

    /// <summary>500.</summary>
    Broken,

    /// <summary>No answer.</summary>
    Hang,

    /// <summary>It takes effect, and there is no answer.</summary>
    AppliedThenHang,

    /// <summary>403, as a firewall says it that dislikes the body.</summary>
    Forbidden,

    /// <summary>408.</summary>
    RequestTimeout,
}
