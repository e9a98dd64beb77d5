using System.ComponentModel.DataAnnotations;
using CustomerIo.Resilience.Registration;
using Microsoft.Extensions.Options;

namespace CustomerIo.Resilience;

/// <summary>
/// Timeouts, retries and circuit breaker of one API. Read once, when the first call is made; later changes of the
/// configuration take effect after a restart, so that a reload never resets an open circuit.
/// </summary>
public sealed class ResilienceOptions
{
    /// <summary>
    /// The most time a call may take, with its retries and the waits between them. Default: 30 s. From 0.1 s to 10 min.
    /// </summary>
    [TimeRange("00:00:00.1", "00:10:00")]
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The most time one attempt may take, from connecting to the last byte of the answer. Default: 10 s. From 0.1 s to
    /// 10 min, and not above <see cref="TotalTimeout"/>.
    /// </summary>
    [TimeRange("00:00:00.1", "00:10:00")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How a call that failed is tried again.</summary>
    [Required]
    [ValidateObjectMembers]
    public RetryOptions Retry { get; set; } = new();

    /// <summary>When calls are no longer tried, and how they start again.</summary>
    [Required]
    [ValidateObjectMembers]
    public CircuitBreakerOptions CircuitBreaker { get; set; } = new();
}
