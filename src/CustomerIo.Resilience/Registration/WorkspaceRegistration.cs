using System.Diagnostics.Metrics;
using CustomerIo.Resilience.Api;
using CustomerIo.Resilience.Delivery;
using CustomerIo.Resilience.Delivery.DeadLetters;
using CustomerIo.Resilience.Delivery.Intake;
using CustomerIo.Resilience.Diagnostics;
using CustomerIo.Resilience.Events;
using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Http;
using CustomerIo.Resilience.Resilience;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CustomerIo.Resilience.Registration;

/// <summary>Puts the parts of a workspace together, all keyed by its name.</summary>
internal static class WorkspaceRegistration
{
    private const string LinkClientName = "CustomerIo.Resilience:Links";

    public static CustomerIoBuilder Add(IServiceCollection services, string name)
    {
        Workspaces workspaces = FindOrAddWorkspaces(services);
        if (workspaces.ByName.TryGetValue(name, out CustomerIoBuilder? existing))
        {
            return existing;
        }

        services.AddLogging();
        services.AddMetrics();
        services.AddOptionsWithValidateOnStart<CustomerIoOptions>(name);
        services.AddSingleton<IValidateOptions<CustomerIoOptions>>(new CustomerIoOptionsValidator(name));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<RandomSource>(SystemRandomSource.Instance);
        services.TryAddSingleton<IUlidSource>(provider => new UlidSource(provider.GetRequiredService<TimeProvider>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, DeliveryHost>());
        AddParts(services, name);
        AddFaces(services, name);
        if (name.Length == 0)
        {
            AddUnkeyedFaces(services);
        }

        // Export links are signed and lead to another host, so neither credentials nor logs may see them.
        services.AddHttpClient(LinkClientName).RemoveAllLoggers();
        (IHttpClientBuilder track, IHttpClientBuilder app) = CustomerIoHttpRegistration.Add(services, name);
        CustomerIoBuilder builder = new(services, name, track, app);
        workspaces.ByName.Add(name, builder);
        return builder;
    }

    public static CustomerIoOptions OptionsOf(IServiceProvider provider, string name) =>
        provider.GetRequiredService<IOptionsMonitor<CustomerIoOptions>>().Get(name);

    // One category for everything, so that no filter of a user depends on the name of a class.
    private static ILogger LoggerOf(IServiceProvider provider) =>
        provider.GetRequiredService<ILoggerFactory>().CreateLogger(CustomerIoDiagnostics.Name);

    private static Workspaces FindOrAddWorkspaces(IServiceCollection services)
    {
        if (services.FirstOrDefault(static service => service.ServiceType == typeof(Workspaces)) is { } found)
        {
            return (Workspaces)found.ImplementationInstance!;
        }

        Workspaces workspaces = new();
        services.AddSingleton(workspaces);
        services.AddSingleton<ICustomerIoWorkspaces>(workspaces);
        return workspaces;
    }

    private static void AddParts(IServiceCollection services, string name)
    {
        services.TryAddKeyedSingleton(name, (provider, _) =>
            new CustomerIoMetrics(provider.GetRequiredService<IMeterFactory>(), name));
        services.TryAddKeyedSingleton<IHttpObserver>(name, static (provider, key) =>
            provider.GetRequiredKeyedService<CustomerIoMetrics>(key));
        services.TryAddKeyedSingleton<IFallbackStore>(name, (provider, _) =>
        {
            CustomerIoOptions options = OptionsOf(provider, name);
            return new InMemoryFallbackStore(options.Fallback, provider.GetRequiredService<TimeProvider>());
        });
        services.TryAddKeyedSingleton(name, (provider, _) => MakeEngine(provider, name));
    }

    private static DeliveryEngine MakeEngine(IServiceProvider provider, string name)
    {
        CustomerIoOptions options = OptionsOf(provider, name);
        if (string.IsNullOrWhiteSpace(options.SiteId) || string.IsNullOrWhiteSpace(options.TrackApiKey))
        {
            throw new InvalidOperationException(
                "CustomerIo:SiteId and CustomerIo:TrackApiKey are missing; only IApiClient works without them. Set them, or " +
                $"the environment variables {EnvironmentSettings.SiteId} and {EnvironmentSettings.TrackApiKey}.");
        }

        IFallbackStore store = MakeStore(provider, name);
        if (options.Delivery.Durability is Durability.WriteAhead && !store.IsDurable)
        {
            throw new InvalidOperationException(
                "CustomerIo:Delivery:Durability is WriteAhead, which needs a store that outlives the process. Choose one, such " +
                "as UseSqliteFallback, or leave the option out.");
        }

        DeliveryEngine engine = new(
            options,
            provider.GetRequiredKeyedService<ICustomerIoHttp>(name),
            store,
            provider.GetRequiredKeyedService<CircuitBreakers>(name).Of(ApiSurface.Track),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<RandomSource>(),
            LoggerOf(provider));
        CustomerIoMetrics metrics = provider.GetRequiredKeyedService<CustomerIoMetrics>(name);
        engine.Services.Retrying = delay => metrics.OnRetry(ApiSurface.Track, delay);
        metrics.Observe(() => engine.Figures, () => engine.StoreStatistics);
        provider.GetRequiredService<IOptionsMonitor<CustomerIoOptions>>().OnChange((_, changed) =>
        {
            if (string.Equals(changed ?? Options.DefaultName, name, StringComparison.Ordinal))
            {
                engine.Resume();
            }
        });
        provider.GetRequiredKeyedService<ICircuitBreakers>(name).Track.StateChanged += (_, change) =>
        {
            if (change.Current is CircuitState.Closed)
            {
                engine.Resume();
            }
        };
        return engine;
    }

    private static IFallbackStore MakeStore(IServiceProvider provider, string name)
    {
        IFallbackStore store = provider.GetRequiredKeyedService<IFallbackStore>(name);
        return provider.GetKeyedService<IPayloadProtector>(name) is { } protector
            ? new ProtectedStore(store, protector)
            : store;
    }

    private static void AddFaces(IServiceCollection services, string name)
    {
        services.TryAddKeyedSingleton(name, (provider, _) => MakeIntake(provider, name));
        services.TryAddKeyedSingleton<ICustomerIoClient>(name, static (provider, key) => new CustomerIoClient(
            provider.GetRequiredKeyedService<OperationIntake>(key), provider.GetRequiredKeyedService<DeliveryEngine>(key)));
        services.TryAddKeyedSingleton<IBatchTracker>(name, static (provider, key) => MakeTracker(provider, key));
        services.TryAddKeyedSingleton<ITrackClient>(name, static (provider, key) => new TrackClient(
            provider.GetRequiredKeyedService<ICustomerIoHttp>(key), provider.GetRequiredService<IUlidSource>()));
        services.TryAddKeyedSingleton<IApiClient>(name, static (provider, key) => MakeApiClient(provider, (string)key!));
        services.TryAddKeyedSingleton(name, static (provider, key) => MakeStatus(provider, (string)key!));
        services.TryAddKeyedSingleton<IDeadLetters>(
            name, static (provider, key) => MakeDeadLetters(provider, key));
    }

    private static BatchTracker MakeTracker(IServiceProvider provider, object? key)
    {
        DeliveryEngine engine = provider.GetRequiredKeyedService<DeliveryEngine>(key);
        return new BatchTracker(
            provider.GetRequiredKeyedService<OperationIntake>(key), engine, engine.Services.Options.Delivery.Durability);
    }

    private static DeadLetterBox MakeDeadLetters(IServiceProvider provider, object? key)
    {
        DeliveryEngine engine = provider.GetRequiredKeyedService<DeliveryEngine>(key);
        return new DeadLetterBox(engine.Services, engine.StartAsync);
    }

    // A workspace that only reads and sends through the App API has nothing to deliver, and still has its health.
    private static ICustomerIoStatus MakeStatus(IServiceProvider provider, string name)
    {
        CustomerIoOptions options = OptionsOf(provider, name);
        ICircuitBreakers circuits = provider.GetRequiredKeyedService<ICircuitBreakers>(name);
        TimeProvider time = provider.GetRequiredService<TimeProvider>();
        if (string.IsNullOrWhiteSpace(options.SiteId))
        {
            return new UndeliveringStatus(circuits, new HealthRules(options.Health, time, time.GetUtcNow()));
        }

        DeliveryEngine engine = provider.GetRequiredKeyedService<DeliveryEngine>(name);
        return new CustomerIoStatus(engine, circuits, new HealthRules(options.Health, time, engine.Services.Pulse.StartedAt));
    }

    private static ApiClient MakeApiClient(IServiceProvider provider, string name)
    {
        if (string.IsNullOrWhiteSpace(OptionsOf(provider, name).AppApiKey))
        {
            throw new InvalidOperationException(
                "CustomerIo:AppApiKey is missing; IApiClient needs it. Set it, or the environment variable " +
                $"{EnvironmentSettings.AppApiKey}.");
        }

        HttpClient links = provider.GetRequiredService<IHttpClientFactory>().CreateClient(LinkClientName);
        return new ApiClient(
            provider.GetRequiredKeyedService<ICustomerIoHttp>(name),
            new LinkReader(links),
            provider.GetRequiredService<TimeProvider>());
    }

    private static OperationIntake MakeIntake(IServiceProvider provider, string name)
    {
        CustomerIoOptions options = OptionsOf(provider, name);
        DeliveryEngine engine = provider.GetRequiredKeyedService<DeliveryEngine>(name);
        IUlidSource ulids = provider.GetRequiredService<IUlidSource>();
        TimeProvider time = provider.GetRequiredService<TimeProvider>();
        RejectionMeter meter = new(
            provider.GetRequiredKeyedService<CustomerIoMetrics>(name),
            time,
            LoggerOf(provider));
        DuplicateFilter repeats = new(options.Idempotency, time);
        engine.Services.Refused = repeats.Forget;
        return new OperationIntake(
            engine,
            options.Delivery,
            ulids,
            time,
            new EventIdentity(options.SiteId!, ulids),
            repeats,
            meter);
    }

    private static void AddUnkeyedFaces(IServiceCollection services)
    {
        AddUnkeyed<ICustomerIoClient>(services);
        AddUnkeyed<IBatchTracker>(services);
        AddUnkeyed<ITrackClient>(services);
        AddUnkeyed<IApiClient>(services);
        AddUnkeyed<ICustomerIoStatus>(services);
        AddUnkeyed<IDeadLetters>(services);
        AddUnkeyed<ICircuitBreakers>(services);
    }

    private static void AddUnkeyed<TService>(IServiceCollection services)
        where TService : class =>
        services.TryAddSingleton(static provider => provider.GetRequiredKeyedService<TService>(Options.DefaultName));
}
