using CustomerIo.Resilience.Registration;

namespace CustomerIo.Resilience;

/// <summary>
/// The most requests a second that this process sends, by API surface. Customer.io counts by workspace: with several
/// processes, give each its share. Every attempt counts, retries too. A call waits for its turn, first come, first
/// served, as long as its total timeout allows. A short burst of a tenth of a second's requests may go out at once.
/// </summary>
public sealed class RateLimitOptions
{
    /// <summary>
    /// Track API: requests a second, a batch being one. Default: 500, half of the soft limit of 1,000 beyond which
    /// requests may be slowed down or dropped (Track API reference). From 1 to 100,000.
    /// </summary>
    [NumberRange(1, 100_000)]
    public int TrackPerSecond { get; set; } = 500;

    /// <summary>
    /// App API: requests a second. Default: 10, the documented limit (App API reference). From 1 to 100,000.
    /// </summary>
    [NumberRange(1, 100_000)]
    public int AppPerSecond { get; set; } = 10;

    /// <summary>
    /// App API, transactional sends: requests a second. Default: 100, the lower of the two documented limits. From 1 to
    /// 100,000.
    /// </summary>
    [NumberRange(1, 100_000)]
    public int AppSendPerSecond { get; set; } = 100;

    /// <summary>
    /// App API, broadcast triggers: the least time between two. Default: 10 s, the documented limit (App API
    /// reference). From 1 ms to 1 h.
    /// </summary>
    [TimeRange("00:00:00.001", "01:00:00")]
    public TimeSpan BroadcastInterval { get; set; } = TimeSpan.FromSeconds(10);
}
