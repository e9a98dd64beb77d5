namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>Refuses options that cannot work.</summary>
internal static class SimulatorOptionsRules
{
    public static void Check(CustomerIoSimulatorOptions options)
    {
        var problem = options switch
        {
            { Port: < 0 or > 65535 } => $"Port is {options.Port}; a port is 0 (any free one) to 65535.",
            { SiteId: null or "" } or { TrackApiKey: null or "" } or { AppApiKey: null or "" } =>
                "SiteId, TrackApiKey and AppApiKey must not be empty.",
            { TimeProvider: null } => "TimeProvider must not be null.",
            { MaxRecordedRequests: < 0 } or { MaxRecordedOperations: < 0 } =>
                "MaxRecordedRequests and MaxRecordedOperations must be 0 or more.",
            { MaxBatchItems: < 1 } => $"MaxBatchItems is {options.MaxBatchItems}; it must be 1 or more, or null.",
            { BroadcastInterval.Ticks: < 0 } => "BroadcastInterval must be zero or more.",
            { RedirectStatus: not (301 or 302 or 307 or 308) } =>
                $"RedirectStatus is {options.RedirectStatus}; a redirect is 301, 302, 307 or 308.",
            _ => null,
        };
        if (problem is not null)
        {
            throw new ArgumentException(problem, nameof(options));
        }
    }
}
