using CustomerIo.Resilience.Resilience;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CustomerIo.Resilience.Http;

/// <summary>
/// Registers what a workspace needs to reach the wire, keyed by the workspace's name: <see cref="ICustomerIoHttp"/> and
/// <see cref="ICircuitBreakers"/>. Registering twice is harmless.
/// </summary>
internal static class CustomerIoHttpRegistration
{
    public const string LogCategory = "CustomerIo.Resilience";

    /// <summary>The names of the workspace's HTTP clients.</summary>
    public static (string Track, string App) ClientNames(string workspaceName)
    {
        string prefix = workspaceName.Length == 0 ? LogCategory : $"{LogCategory}:{workspaceName}";
        return ($"{prefix}:Track", $"{prefix}:App");
    }

    public static (IHttpClientBuilder Track, IHttpClientBuilder App) Add(
        IServiceCollection services, string workspaceName)
    {
        (string track, string app) = ClientNames(workspaceName);
        if (services.Any(service =>
            service.ServiceType == typeof(ICustomerIoHttp) && Equals(service.ServiceKey, workspaceName)))
        {
            // What the application has changed of the clients since stays as it is.
            return (services.AddHttpClient(track), services.AddHttpClient(app));
        }

        services.AddKeyedSingleton(workspaceName, (provider, _) => new PipelineServices(
            provider.GetService<TimeProvider>() ?? TimeProvider.System,
            provider.GetService<RandomSource>() ?? SystemRandomSource.Instance,
            provider.GetKeyedService<IHttpObserver>(workspaceName)
                ?? provider.GetService<IHttpObserver>()
                ?? NullHttpObserver.Instance,
            provider.GetService<ILoggerFactory>()?.CreateLogger(LogCategory) ?? NullLogger.Instance));
        services.AddKeyedSingleton(workspaceName, (provider, _) => MakeBreakers(provider, workspaceName));
        services.AddKeyedSingleton<ICircuitBreakers>(
            workspaceName, (provider, _) => provider.GetRequiredKeyedService<CircuitBreakers>(workspaceName));
        services.AddKeyedSingleton(workspaceName, (provider, _) => new WorkspacePipelines(
            OptionsOf(provider, workspaceName),
            provider.GetRequiredKeyedService<CircuitBreakers>(workspaceName),
            provider.GetRequiredKeyedService<PipelineServices>(workspaceName)));
        services.AddKeyedSingleton<ICustomerIoHttp>(workspaceName, (provider, _) => MakeHttp(provider, workspaceName));

        return (
            AddClient(services, track, provider => OptionsOf(provider, workspaceName).Track),
            AddClient(services, app, provider => OptionsOf(provider, workspaceName).App));
    }

    private static IHttpClientBuilder AddClient(
        IServiceCollection services, string name, Func<IServiceProvider, ResilienceOptions> options)
    {
        return services.AddHttpClient(name)
            .ConfigureHttpClient(static client => client.Timeout = Timeout.InfiniteTimeSpan)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)

            // The factory's own log messages and the handler's own spans hold paths, and paths hold identifiers of
            // persons.
            .RemoveAllLoggers()
            .UseSocketsHttpHandler((handler, provider) =>
            {
                handler.ActivityHeadersPropagator = null;
                handler.AllowAutoRedirect = false;
                handler.UseCookies = false;
                handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5);
                handler.EnableMultipleHttp2Connections = true;

                // Below the attempt's timeout, so that "could not connect" can be told from "may have arrived".
                handler.ConnectTimeout = options(provider).AttemptTimeout / 2;
            });
    }

    private static CircuitBreakers MakeBreakers(IServiceProvider provider, string workspaceName)
    {
        PipelineServices shared = provider.GetRequiredKeyedService<PipelineServices>(workspaceName);
        return new CircuitBreakers(OptionsOf(provider, workspaceName), shared.Time, shared.Observer, shared.Logger);
    }

    private static CustomerIoHttp MakeHttp(IServiceProvider provider, string workspaceName)
    {
        PipelineServices shared = provider.GetRequiredKeyedService<PipelineServices>(workspaceName);
        IHttpClientFactory clients = provider.GetRequiredService<IHttpClientFactory>();
        (string track, string app) = ClientNames(workspaceName);
        if (provider.GetService<IHttpMessageHandlerFactory>() is { } handlers)
        {
            ForeignHandlers.WarnOf(handlers, track, shared.Logger);
            ForeignHandlers.WarnOf(handlers, app, shared.Logger);
        }

        var settings = new WorkspaceSettingsCache(
            provider.GetRequiredService<IOptionsMonitor<CustomerIoOptions>>(), workspaceName, shared.Logger);

        // Kept for good: the handler renews its connections itself.
        var sender = new HttpAttemptSender(clients.CreateClient(track), clients.CreateClient(app), settings, shared);
        return new CustomerIoHttp(
            provider.GetRequiredKeyedService<WorkspacePipelines>(workspaceName), sender, settings);
    }

    private static CustomerIoOptions OptionsOf(IServiceProvider provider, string workspaceName) =>
        provider.GetRequiredService<IOptionsMonitor<CustomerIoOptions>>().Get(workspaceName);
}
