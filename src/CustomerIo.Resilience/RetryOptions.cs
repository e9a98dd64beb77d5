using CustomerIo.Resilience.Registration;

namespace CustomerIo.Resilience;

/// <summary>
/// How a call that failed is tried again: after 408, 429 and every 5xx, a broken connection, an attempt that ran out of time,
/// or a success whose body is no answer of Customer.io. What cannot be repeated without a second effect (transactional sends,
/// broadcast triggers) is tried again only when the server certainly did not take it: no connection, or 429.
/// </summary>
public sealed class RetryOptions
{
    /// <summary>Tries after the first one. Default: 3. From 0 (off) to 10.</summary>
    [NumberRange(0, 10)]
    public int MaxRetries { get; set; } = 3;

    /// <summary>
    /// The wait before the first retry; it doubles with each one. A longer <c>Retry-After</c> of the server takes its place.
    /// A wait that does not fit in what is left of <see cref="ResilienceOptions.TotalTimeout"/> ends the call at once.
    /// Default: 1 s. From 1 ms to 5 min.
    /// </summary>
    [TimeRange("00:00:00.001", "00:05:00")]
    public TimeSpan BaseDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The longest wait, jitter included; a <c>Retry-After</c> may be longer. Default: 30 s. From 1 ms to 5 min.
    /// </summary>
    [TimeRange("00:00:00.001", "00:05:00")]
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How much longer a wait may be, at random, as a share of it, so that many processes do not come back at the same
    /// moment; never shorter. Default: 0.3, that is 0 to 30 % more. From 0 to 1.
    /// </summary>
    [NumberRange(0d, 1d)]
    public double Jitter { get; set; } = 0.3;
}
