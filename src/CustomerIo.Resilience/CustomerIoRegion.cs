namespace CustomerIo.Resilience;

/// <summary>Where a workspace's data lives; it decides the hosts.</summary>
public enum CustomerIoRegion
{
    /// <summary><c>track.customer.io</c> and <c>api.customer.io</c>.</summary>
    US,

    /// <summary><c>track-eu.customer.io</c> and <c>api-eu.customer.io</c>.</summary>
    EU,
}
