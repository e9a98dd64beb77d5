namespace CustomerIo.Resilience;

/// <summary>What kind of trouble a <see cref="CustomerIoException"/> reports.</summary>
public enum CustomerIoErrorReason
{
    /// <summary>The server refused the request as it is (400, 405, 409, 413, 422 and other 4xx).</summary>
    InvalidRequest,

    /// <summary>The credentials were not accepted (401, 403).</summary>
    Unauthorized,

    /// <summary>What was asked for does not exist (404).</summary>
    NotFound,

    /// <summary>Too many requests (429), or the client's own rate limit left no room in the time allowed.</summary>
    RateLimited,

    /// <summary>The server failed (5xx, 408).</summary>
    ServerError,

    /// <summary>No connection could be made; nothing was sent.</summary>
    Unreachable,

    /// <summary>The circuit is open; nothing was sent.</summary>
    CircuitOpen,

    /// <summary>
    /// The call ran out of time or its connection broke after it was sent: the server may have taken it. Do not repeat a
    /// transactional send without finding out.
    /// </summary>
    OutcomeUnknown,

    /// <summary>
    /// The answer is not what Customer.io's documentation says: a redirect, a page of HTML, a body that was cut off. Where its
    /// status is a success, the server may have taken the call, or it was never Customer.io that answered.
    /// </summary>
    UnexpectedAnswer,
}
