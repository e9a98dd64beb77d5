using CustomerIo.Resilience.Registration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CustomerIo.Resilience;

/// <summary>Adds Customer.io to an application.</summary>
public static class CustomerIoServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="ICustomerIoClient"/>, <see cref="IBatchTracker"/>, <see cref="ITrackClient"/>,
    /// <c>IApiClient</c>, <see cref="ICustomerIoStatus"/> and <see cref="IDeadLetters"/> as singletons, configured by
    /// the environment variables <c>CUSTOMERIO_SITE_ID</c>, <c>CUSTOMERIO_TRACK_API_KEY</c>, <c>CUSTOMERIO_APP_API_KEY</c>
    /// and <c>CUSTOMERIO_REGION</c> (us or eu). Calling it twice is harmless.
    /// </summary>
    public static CustomerIoBuilder AddCustomerIo(this IServiceCollection services) =>
        services.AddCustomerIo(EnvironmentSettings.Apply);

    /// <summary>Same, configured by a section with the names of <see cref="CustomerIoOptions"/>.</summary>
    public static CustomerIoBuilder AddCustomerIo(this IServiceCollection services, IConfiguration configuration) =>
        services.AddCustomerIo(Options.DefaultName, configuration);

    /// <summary>Same, configured by code.</summary>
    public static CustomerIoBuilder AddCustomerIo(this IServiceCollection services, Action<CustomerIoOptions> configure) =>
        services.AddCustomerIo(Options.DefaultName, configure);

    /// <summary>
    /// Adds a further workspace, configured by a section. Its services are keyed by <paramref name="name"/>: ask for them with
    /// <c>[FromKeyedServices("name")]</c>.
    /// </summary>
    public static CustomerIoBuilder AddCustomerIo(
        this IServiceCollection services, string name, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddOptions<CustomerIoOptions>(name).Bind(configuration);
        return WorkspaceRegistration.Add(services, name);
    }

    /// <summary>Same, configured by code.</summary>
    public static CustomerIoBuilder AddCustomerIo(
        this IServiceCollection services, string name, Action<CustomerIoOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(configure);
        services.Configure(name, configure);
        return WorkspaceRegistration.Add(services, name);
    }
}
