using CustomerIo.Resilience.Fallback;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CustomerIo.Resilience;

/// <summary>What can be configured of a workspace after <c>AddCustomerIo</c>.</summary>
public sealed class CustomerIoBuilder
{
    internal CustomerIoBuilder(
        IServiceCollection services, string name, IHttpClientBuilder trackHttpClient, IHttpClientBuilder apiHttpClient)
    {
        Services = services;
        Name = name;
        TrackHttpClient = trackHttpClient;
        ApiHttpClient = apiHttpClient;
    }

    /// <summary>The services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>The workspace's name, by which its services are keyed; empty for the only or first one.</summary>
    public string Name { get; }

    /// <summary>
    /// The HTTP client of the Track API, for a proxy or handlers of your own. Do not add a resilience handler: retries would
    /// multiply.
    /// </summary>
    public IHttpClientBuilder TrackHttpClient { get; }

    /// <summary>The HTTP client of the App API; same advice.</summary>
    public IHttpClientBuilder ApiHttpClient { get; }

    /// <summary>Changes options after everything else that sets them.</summary>
    public CustomerIoBuilder Configure(Action<CustomerIoOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Services.PostConfigure(Name, configure);
        return this;
    }

    /// <summary>Keeps operations in another store than memory while Customer.io cannot take them.</summary>
    public CustomerIoBuilder UseFallbackStore(Func<IServiceProvider, IFallbackStore> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        Services.RemoveAllKeyed<IFallbackStore>(Name);
        Services.AddKeyedSingleton(Name, (provider, _) => factory(provider));
        return this;
    }

    /// <summary>Encrypts the payloads that the fallback store keeps; with any store.</summary>
    public CustomerIoBuilder ProtectPayloads(Func<IServiceProvider, IPayloadProtector> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        Services.RemoveAllKeyed<IPayloadProtector>(Name);
        Services.AddKeyedSingleton(Name, (provider, _) => factory(provider));
        return this;
    }
}
