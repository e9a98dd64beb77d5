namespace CustomerIo.Resilience.Testing;

/// <summary>The form of the <c>Retry-After</c> header in an answer of 429 or 503.</summary>
public enum RetryAfterForm
{
    /// <summary>No header, which is all that was ever recorded of Customer.io.</summary>
    Absent,

    /// <summary>A number of seconds.</summary>
    Seconds,

    /// <summary>An HTTP date, reckoned from the simulator's clock.</summary>
    HttpDate,

    /// <summary>Text that is neither.</summary>
    Garbage,
}
