using System.Diagnostics.CodeAnalysis;
using CustomerIo.Resilience.AspNetCore.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerIo.Resilience.AspNetCore;

/// <summary>Maps addresses that Customer.io sends its reporting webhooks to.</summary>
public static class CustomerIoWebhookEndpointExtensions
{
    /// <summary>
    /// Takes reporting webhooks at an address: POST only, verified by signature and time, each event handled once. The
    /// answer is 200 when the handler is done or takes longer than <see cref="CustomerIoWebhookOptions.AnswerWithin"/>,
    /// 503 when it throws, when too many events wait and when the host stops, 401 for a wrong, missing or stale
    /// signature, 413 for a body that is too long and 400 for one that is no event.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The address, such as <c>/webhooks/customerio</c>.</param>
    /// <param name="handler">
    /// Handles an event; called from several threads at once. Its token is cancelled after
    /// <see cref="CustomerIoWebhookOptions.HandlerTimeout"/>, and when the host has no more time to stop.
    /// </param>
    /// <returns>The endpoint's conventions, such as <c>RequireHost</c>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddCustomerIoWebhooks</c> was not called.</exception>
    public static IEndpointConventionBuilder MapCustomerIoWebhook(
        this IEndpointRouteBuilder endpoints,
        [StringSyntax("Route")] string pattern,
        Func<CustomerIoWebhookEvent, CancellationToken, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(handler);
        WebhookServices services = endpoints.ServiceProvider.GetService<WebhookServices>()
            ?? throw new InvalidOperationException(
                "The services of reporting webhooks are missing. Call builder.Services.AddCustomerIoWebhooks(...) " +
                "before MapCustomerIoWebhook.");
        WebhookEndpoint endpoint = new(services, handler);
        return endpoints.MapPost(pattern, endpoint.AnswerAsync).WithDisplayName("Customer.io webhook");
    }

    /// <summary>
    /// Same, with a handler from the application's services, resolved in a scope of its own for each event.
    /// </summary>
    /// <typeparam name="THandler">The handler, as it is registered.</typeparam>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The address, such as <c>/webhooks/customerio</c>.</param>
    /// <returns>The endpoint's conventions, such as <c>RequireHost</c>.</returns>
    /// <exception cref="InvalidOperationException">
    /// <c>AddCustomerIoWebhooks</c> was not called, or the handler is not registered.
    /// </exception>
    public static IEndpointConventionBuilder MapCustomerIoWebhook<THandler>(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern)
        where THandler : class, ICustomerIoWebhookHandler
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        if (endpoints.ServiceProvider.GetService<IServiceProviderIsService>()?.IsService(typeof(THandler)) is false)
        {
            throw new InvalidOperationException(
                $"The webhook handler {typeof(THandler)} is not registered. Call " +
                $"builder.Services.AddScoped<{typeof(THandler).Name}>() before MapCustomerIoWebhook.");
        }

        IServiceScopeFactory scopes = endpoints.ServiceProvider.GetRequiredService<IServiceScopeFactory>();
        return endpoints.MapCustomerIoWebhook(pattern, HandleAsync);

        async Task HandleAsync(CustomerIoWebhookEvent webhookEvent, CancellationToken cancellationToken)
        {
            AsyncServiceScope scope = scopes.CreateAsyncScope();
            await using (scope.ConfigureAwait(false))
            {
                await scope.ServiceProvider
                    .GetRequiredService<THandler>()
                    .HandleAsync(webhookEvent, cancellationToken)
                    .ConfigureAwait(false);
            }
        }
    }
}
