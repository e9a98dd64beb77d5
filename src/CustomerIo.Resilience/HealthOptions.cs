using CustomerIo.Resilience.Registration;

namespace CustomerIo.Resilience;

/// <summary>From when on the health of a workspace is degraded or unhealthy.</summary>
public sealed class HealthOptions
{
    /// <summary>
    /// Degraded when more operations than this wait, in memory and in the store together. Default: 10,000. From 1 to
    /// 100,000,000.
    /// </summary>
    [NumberRange(1, 100_000_000)]
    public int MaxWaiting { get; set; } = 10_000;

    /// <summary>
    /// Degraded when the oldest operation in the store, parked ones apart, waits longer than this. Default: 5 minutes. From 1 s to
    /// 30 days.
    /// </summary>
    [TimeRange("00:00:01", "30.00:00:00")]
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Unhealthy when operations wait this long, in memory or in the store, while none moves, no attempt fails and no circuit is
    /// open. What is parked does not count. Default: 10 minutes. From 1 s to 30 days.
    /// </summary>
    [TimeRange("00:00:01", "30.00:00:00")]
    public TimeSpan StalledAfter { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Unhealthy when more dead letters than this are kept. Default: 1,000. From 0 to 10,000,000.</summary>
    [NumberRange(0, 10_000_000)]
    public int MaxDeadLetters { get; set; } = 1_000;
}
