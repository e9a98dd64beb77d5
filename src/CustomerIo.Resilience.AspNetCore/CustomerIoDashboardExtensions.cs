using CustomerIo.Resilience.AspNetCore.Dashboard;
using CustomerIo.Resilience.AspNetCore.Dashboard.History;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace CustomerIo.Resilience.AspNetCore;

/// <summary>Adds and maps the dashboard.</summary>
public static class CustomerIoDashboardExtensions
{
    /// <summary>Keeps the short history that the dashboard shows, and adds antiforgery for its forms.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Changes the options; null leaves the defaults.</param>
    public static IServiceCollection AddCustomerIoDashboard(
        this IServiceCollection services, Action<CustomerIoDashboardOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddAntiforgery();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<DashboardRecorder>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, DashboardRecorder>(
            static provider => provider.GetRequiredService<DashboardRecorder>()));
        services.AddOptionsWithValidateOnStart<CustomerIoDashboardOptions>()
            .Configure(configure ?? (static _ => { }))
            .Validate(static options => options.IsValid, CustomerIoDashboardOptions.Problem);
        return services;
    }

    /// <summary>
    /// Maps the dashboard: circuits and their history, throughput and latency, lanes, store, and dead letters, which can be
    /// searched, read, replayed and removed. It shows personal data. Outside Development every request to it is refused
    /// unless an authorization policy is given here or with <c>RequireAuthorization</c>.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">Where, such as <c>/customerio</c>; without route parameters.</param>
    /// <param name="authorizationPolicy">The name of the policy that opens it; null leaves it to the returned builder.</param>
    /// <returns>The endpoints, for conventions such as <c>RequireAuthorization</c> or <c>RequireHost</c>.</returns>
    /// <exception cref="ArgumentException">The pattern has route parameters or does not begin with a slash.</exception>
    /// <exception cref="InvalidOperationException">
    /// <c>AddCustomerIo</c> or <see cref="AddCustomerIoDashboard"/> was not called.
    /// </exception>
    public static IEndpointConventionBuilder MapCustomerIoDashboard(
        this IEndpointRouteBuilder endpoints, string pattern, string? authorizationPolicy = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        if (!pattern.StartsWith('/') || pattern.AsSpan().IndexOfAny('{', '*') >= 0)
        {
            throw new ArgumentException(
                $"The dashboard cannot be mapped at '{pattern}': give a path that begins with a slash and has no parameters, "
                + "such as /customerio.",
                nameof(pattern));
        }

        RouteGroupBuilder group = DashboardRoutes.Map(endpoints, pattern.TrimEnd('/'));
        return authorizationPolicy is null ? group : group.RequireAuthorization(authorizationPolicy);
    }
}
