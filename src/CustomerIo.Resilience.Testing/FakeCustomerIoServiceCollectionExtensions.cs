using CustomerIo.Resilience.Delivery;
using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Http;
using CustomerIo.Resilience.Resilience;
using CustomerIo.Resilience.Testing.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CustomerIo.Resilience.Testing;

/// <summary>Puts a fake in the place of Customer.io.</summary>
public static class FakeCustomerIoServiceCollectionExtensions
{
    private const string Credential = "fake";

    /// <summary>
    /// Makes a <see cref="FakeCustomerIoClient"/> the <see cref="ICustomerIoClient"/> and <see cref="IBatchTracker"/>
    /// of an application, whether <c>AddCustomerIo</c> comes before, after or not at all. Nothing reaches the network,
    /// no store is opened, and credentials may be missing.
    /// </summary>
    /// <remarks>
    /// <see cref="ICustomerIoStatus"/>, <see cref="IDeadLetters"/> and the health check work and see a delivery that
    /// has nothing to do. <see cref="ITrackClient"/> and <see cref="IApiClient"/> can be injected; their calls throw
    /// <see cref="InvalidOperationException"/>.
    /// </remarks>
    /// <param name="services">The services.</param>
    /// <param name="fake">The fake; null, the default, makes one.</param>
    /// <returns>The fake, which is also a service of its own type.</returns>
    public static FakeCustomerIoClient AddFakeCustomerIo(
        this IServiceCollection services, FakeCustomerIoClient? fake = null) =>
        services.AddFakeCustomerIo(Options.DefaultName, fake);

    /// <summary>Same, for a named workspace; the fake is keyed by the name too.</summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The workspace's name.</param>
    /// <param name="fake">The fake; null, the default, makes one.</param>
    /// <returns>The fake.</returns>
    public static FakeCustomerIoClient AddFakeCustomerIo(
        this IServiceCollection services, string name, FakeCustomerIoClient? fake = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        fake ??= new FakeCustomerIoClient();

        // A workspace is put together once, so what is replaced now stays replaced when AddCustomerIo comes later.
        services.AddCustomerIo(name, static _ => { });
        services.PostConfigure<CustomerIoOptions>(name, FillIn);
        Replace<ICustomerIoClient>(services, name, _ => fake);
        Replace<IBatchTracker>(services, name, _ => fake);
        Replace<ICustomerIoHttp>(services, name, static _ => new NoNetwork());
        Replace(services, name, static provider => MakeIdleEngine(provider));
        Replace(services, name, _ => fake);
        if (name.Length == 0)
        {
            services.RemoveAll<FakeCustomerIoClient>();
            services.AddSingleton(fake);
        }

        return fake;
    }

    private static void Replace<TService>(
        IServiceCollection services, string name, Func<IServiceProvider, TService> make)
        where TService : class
    {
        services.RemoveAllKeyed<TService>(name);
        services.AddKeyedSingleton(name, (provider, _) => make(provider));
    }

    private static void FillIn(CustomerIoOptions options)
    {
        options.SiteId = Given(options.SiteId);
        options.TrackApiKey = Given(options.TrackApiKey);
        options.AppApiKey = Given(options.AppApiKey);
    }

    private static string Given(string? value) => string.IsNullOrWhiteSpace(value) ? Credential : value;

    // Nothing comes to it. It is there for what looks at delivery; the application's store is not its business.
    private static DeliveryEngine MakeIdleEngine(IServiceProvider provider)
    {
        CustomerIoOptions options = new();
        TimeProvider time = provider.GetRequiredService<TimeProvider>();

        // It holds nothing to dispose of.
#pragma warning disable CA2000
        InMemoryFallbackStore store = new(options.Fallback, time);
        return new DeliveryEngine(
            options,
            new NoNetwork(),
            store,
            new CircuitBreaker(options.Track.CircuitBreaker, time, NullLogger.Instance),
            time,
            provider.GetRequiredService<RandomSource>(),
            NullLogger.Instance);
#pragma warning restore CA2000
    }
}
