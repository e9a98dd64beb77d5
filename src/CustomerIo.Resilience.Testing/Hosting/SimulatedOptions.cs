namespace CustomerIo.Resilience.Testing.Hosting;

/// <summary>
/// Options for an application that talks to the simulator: short waits, and nothing that throttles a test.
/// </summary>
internal static class SimulatedOptions
{
    private const int Unlimited = 100_000;

    // A test moves its clock in steps that may be longer than a request takes; no request is to time out by that alone.
    private static readonly TimeSpan Patient = TimeSpan.FromMinutes(10);

    public static void Apply(CustomerIoOptions options, CustomerIoSimulator simulator, bool isClockMoved)
    {
        options.SiteId = simulator.SiteId;
        options.TrackApiKey = simulator.TrackApiKey;
        options.AppApiKey = simulator.AppApiKey;
        options.TrackAddress = simulator.TrackAddress;
        options.ApiAddress = simulator.ApiAddress;
        options.RateLimits.TrackPerSecond = Unlimited;
        options.RateLimits.AppPerSecond = Unlimited;
        options.RateLimits.AppSendPerSecond = Unlimited;
        options.RateLimits.BroadcastInterval = TimeSpan.FromMilliseconds(1);
        options.Fallback.DrainDelay = TimeSpan.FromMilliseconds(10);
        options.Fallback.MaxDrainDelay = TimeSpan.FromMilliseconds(100);
        Apply(options.Track, isClockMoved);
        Apply(options.App, isClockMoved);
    }

    private static void Apply(ResilienceOptions options, bool isClockMoved)
    {
        options.Retry.BaseDelay = TimeSpan.FromMilliseconds(1);
        options.Retry.MaxDelay = TimeSpan.FromMilliseconds(5);
        options.Retry.Jitter = 0;
        options.CircuitBreaker.BreakDuration = TimeSpan.FromMilliseconds(500);
        if (isClockMoved)
        {
            options.AttemptTimeout = Patient;
            options.TotalTimeout = Patient;
            options.CircuitBreaker.ProbeTimeout = Patient;
        }
    }
}
