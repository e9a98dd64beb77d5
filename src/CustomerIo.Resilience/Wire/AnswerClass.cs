namespace CustomerIo.Resilience.Wire;

/// <summary>How a request ended. Each consumer has a column of its own in <see cref="AnswerMeaning"/>.</summary>
internal enum AnswerClass
{
    /// <summary>It was never sent: the circuit is open, or the client's own rate limit left no room.</summary>
    NotTried,

    /// <summary>There is no answer: no connection, a broken one, or time ran out.</summary>
    NoAnswer,

    /// <summary>A success whose body is none: nobody knows what became of the request.</summary>
    NotUnderstood,

    /// <summary>2xx; what was refused nevertheless is in the body.</summary>
    Success,

    /// <summary>The server refused this request for what is in it; another one may fare better.</summary>
    Refused,

    /// <summary>401: no request with these credentials will fare better.</summary>
    CredentialsRefused,

    /// <summary>403: the credentials, or what they may do with what is in this request.</summary>
    Forbidden,

    /// <summary>429: nothing is wrong with the request but its time.</summary>
    RateLimited,

    /// <summary>The server is in trouble (5xx, 408).</summary>
    Transient,

    /// <summary>
    /// Nothing that Customer.io says about a request: somebody else answered, or nothing is there (3xx; of Track also 404,
    /// 405 and every other 4xx that its reference does not have).
    /// </summary>
    WrongAddress,
}
