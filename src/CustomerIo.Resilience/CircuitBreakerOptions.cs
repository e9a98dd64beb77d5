using CustomerIo.Resilience.Registration;

namespace CustomerIo.Resilience;

/// <summary>When calls are no longer tried, and how they start again.</summary>
public sealed class CircuitBreakerOptions
{
    /// <summary>
    /// Failures in a row that open the circuit; any success in between starts the count anew. Default: 5. From 1 to
    /// 1,000.
    /// </summary>
    [NumberRange(1, 1_000)]
    public int FailureThreshold { get; set; } = 5;

    /// <summary>How long an open circuit lets nothing through. Default: 30 s. From 0.5 s to 1 day.</summary>
    [TimeRange("00:00:00.5", "1.00:00:00")]
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Successes that close a half-open circuit; one failure opens it again. Never more probes than are still missing
    /// are under way at once. Default: 3. From 1 to 20.
    /// </summary>
    [NumberRange(1, 20)]
    public int SuccessThreshold { get; set; } = 3;

    /// <summary>
    /// After this time a probe that has not come back no longer holds up the next one. Default: 15 s. From 0.1 s to 20
    /// min, and not below <see cref="ResilienceOptions.AttemptTimeout"/>.
    /// </summary>
    [TimeRange("00:00:00.1", "00:20:00")]
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(15);
}
