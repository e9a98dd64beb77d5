using CustomerIo.Resilience.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CustomerIo.Resilience;

/// <summary>Adds Customer.io to an application's health checks.</summary>
public static class CustomerIoHealthCheckExtensions
{
    /// <summary>
    /// Adds a check that makes no request and reports <see cref="ICustomerIoStatus.Health"/>. Unhealthy: credentials are
    /// refused, a delete or suppress keeps failing, sending fails unexpectedly, more operations fail by themselves than is
    /// believable, the store lost something or takes nothing, nothing moves, or there are many dead letters. Degraded:
    /// operations go to the store, many or old ones wait, or a damaged store was set aside. The thresholds are <see cref="CustomerIoOptions.Health"/>.
    /// </summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="name">The check's name. Default: <c>customerio</c>.</param>
    /// <param name="failureStatus">What to report instead of unhealthy.</param>
    /// <param name="tags">Tags to filter by; none by default.</param>
    /// <param name="timeout">The longest the check may take; no limit by default.</param>
    /// <param name="workspace">The workspace's name; empty for the only or first one.</param>
    public static IHealthChecksBuilder AddCustomerIo(
        this IHealthChecksBuilder builder,
        string name = "customerio",
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null,
        string workspace = "")
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(
            name,
            provider => new CustomerIoHealthCheck(provider.GetRequiredKeyedService<ICustomerIoStatus>(workspace)),
            failureStatus,
            tags,
            timeout));
    }
}
