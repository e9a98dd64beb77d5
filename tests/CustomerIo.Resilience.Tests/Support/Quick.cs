namespace CustomerIo.Resilience.Tests.Support;

/// <summary>Options that make an outage and the way back short, for tests over a real socket.</summary>
internal static class Quick
{
    public static void Recovery(CustomerIoOptions options)
    {
        options.Track.Retry.MaxRetries = 1;
        options.Track.Retry.BaseDelay = TimeSpan.FromMilliseconds(1);
        options.Track.Retry.MaxDelay = TimeSpan.FromMilliseconds(5);
        options.Track.CircuitBreaker.BreakDuration = TimeSpan.FromMilliseconds(500);
        options.Fallback.DrainDelay = TimeSpan.FromMilliseconds(10);
        options.Fallback.MaxDrainDelay = TimeSpan.FromMilliseconds(100);
        options.Fallback.MinBlameTime = TimeSpan.FromSeconds(1);
        options.Delivery.FlushInterval = TimeSpan.FromMilliseconds(10);
    }
}
