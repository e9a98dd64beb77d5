using CustomerIo.Resilience.AspNetCore.Webhooks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CustomerIo.Resilience.AspNetCore;

/// <summary>Adds what reporting webhooks need.</summary>
public static class CustomerIoWebhookServiceCollectionExtensions
{
    /// <summary>
    /// Adds the queue and the options of reporting webhooks, with the signing secret from the environment variable
    /// <c>CUSTOMERIO_WEBHOOK_SIGNING_SECRET</c>. Map an address with <c>MapCustomerIoWebhook</c>. Calling it twice is
    /// harmless.
    /// </summary>
    public static IServiceCollection AddCustomerIoWebhooks(this IServiceCollection services) =>
        services.AddCustomerIoWebhooks(static _ => { });

    /// <summary>
    /// Same, configured by a section with the names of <see cref="CustomerIoWebhookOptions"/>. The environment variable
    /// is read if that has no secret.
    /// </summary>
    public static IServiceCollection AddCustomerIoWebhooks(
        this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddOptions<CustomerIoWebhookOptions>().Bind(configuration);
        return AddParts(services);
    }

    /// <summary>Same, configured by code. The environment variable is read if that gives no secret.</summary>
    public static IServiceCollection AddCustomerIoWebhooks(
        this IServiceCollection services, Action<CustomerIoWebhookOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.Configure(configure);
        return AddParts(services);
    }

    private static IServiceCollection AddParts(IServiceCollection services)
    {
        if (services.Any(static service => service.ServiceType == typeof(WebhookServices)))
        {
            return services;
        }

        services.AddLogging();
        services.AddMetrics();
        services.AddOptionsWithValidateOnStart<CustomerIoWebhookOptions>().PostConfigure(WebhookEnvironment.Apply);
        services.AddSingleton<IValidateOptions<CustomerIoWebhookOptions>, WebhookOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<WebhookMetrics>();
        services.AddSingleton<WebhookServices>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, WebhookHost>());
        return services;
    }
}
