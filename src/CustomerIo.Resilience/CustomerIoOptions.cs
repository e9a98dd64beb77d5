using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CustomerIo.Resilience;

/// <summary>Everything a workspace's clients need to know; validated when the host starts.</summary>
public sealed class CustomerIoOptions
{
    /// <summary>The site id of the Track API key; user name of its Basic authentication.</summary>
    public string? SiteId { get; set; }

    /// <summary>The Track API key; password of its Basic authentication.</summary>
    public string? TrackApiKey { get; set; }

    /// <summary>
    /// The App API key (bearer token). Needed where <c>IApiClient</c> is used; a workspace that uses nothing else can
    /// leave the two above out.
    /// </summary>
    public string? AppApiKey { get; set; }

    /// <summary>Where the workspace's data lives. Default: <see cref="CustomerIoRegion.US"/>.</summary>
    public CustomerIoRegion Region { get; set; }

    /// <summary>
    /// Root of the Track API, such as a simulator's address. Default: the region's host. Must be absolute, http or https.
    /// </summary>
    public Uri? TrackAddress { get; set; }

    /// <summary>Root of the App API. Default: the region's host. Must be absolute, http or https.</summary>
    public Uri? ApiAddress { get; set; }

    /// <summary>Timeouts, retries and circuit breaker of the Track API.</summary>
    [Required]
    [ValidateObjectMembers]
    public ResilienceOptions Track { get; set; } = new();

    /// <summary>Timeouts, retries and circuit breaker of the App API.</summary>
    [Required]
    [ValidateObjectMembers]
    public ResilienceOptions App { get; set; } = new();

    /// <summary>The most requests a second that this process sends, by API surface.</summary>
    [Required]
    [ValidateObjectMembers]
    public RateLimitOptions RateLimits { get; set; } = new();

    /// <summary>Lanes and batches.</summary>
    [Required]
    [ValidateObjectMembers]
    public DeliveryOptions Delivery { get; set; } = new();

    /// <summary>The fallback store.</summary>
    [Required]
    [ValidateObjectMembers]
    public FallbackOptions Fallback { get; set; } = new();

    /// <summary>How repeats of an event are recognised.</summary>
    [Required]
    [ValidateObjectMembers]
    public IdempotencyOptions Idempotency { get; set; } = new();

    /// <summary>From when on health is degraded or unhealthy.</summary>
    [Required]
    [ValidateObjectMembers]
    public HealthOptions Health { get; set; } = new();
}
