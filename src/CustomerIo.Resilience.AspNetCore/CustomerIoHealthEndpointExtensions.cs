using CustomerIo.Resilience.AspNetCore.Health;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CustomerIo.Resilience.AspNetCore;

/// <summary>Maps the health of Customer.io delivery.</summary>
public static class CustomerIoHealthEndpointExtensions
{
    /// <summary>
    /// Maps a page that tells, without making a request, how every workspace's delivery is doing: the status 200 when all
    /// are healthy and 503 when one is not, and JSON with circuits, queue, dead letters and store. It holds no credential
    /// and nothing about a person, and is open to everybody who can reach it unless you add <c>RequireAuthorization</c> or
    /// <c>RequireHost</c>.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">Where, such as <c>/health/customerio</c>.</param>
    /// <param name="degradedStatusCode">
    /// The HTTP status for degraded. Default: 503. Give 200 where a probe of this page takes the process out of service: an
    /// outage of Customer.io, through which this library carries the application, is no reason for that.
    /// </param>
    /// <returns>The endpoint, for conventions such as <c>RequireAuthorization</c>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddCustomerIo</c> was not called.</exception>
    public static IEndpointConventionBuilder MapCustomerIoHealth(
        this IEndpointRouteBuilder endpoints,
        string pattern,
        int degradedStatusCode = StatusCodes.Status503ServiceUnavailable)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        WorkspaceDirectory workspaces = WorkspaceDirectory.Of(endpoints.ServiceProvider, nameof(MapCustomerIoHealth));
        TimeProvider time = endpoints.ServiceProvider.GetRequiredService<TimeProvider>();
        return endpoints
            .MapMethods(pattern, [HttpMethods.Get, HttpMethods.Head], AnswerAsync)
            .WithDisplayName("Customer.io health");

        async Task AnswerAsync(HttpContext context)
        {
            HealthPage page = HealthPage.Read(workspaces, time);
            context.Response.StatusCode = page.Status switch
            {
                HealthStatus.Healthy => StatusCodes.Status200OK,
                HealthStatus.Degraded => degradedStatusCode,
                _ => StatusCodes.Status503ServiceUnavailable,
            };
            context.Response.Headers.CacheControl = "no-store";
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = page.Json.Length;
            if (!HttpMethods.IsHead(context.Request.Method))
            {
                await context.Response.Body.WriteAsync(page.Json, context.RequestAborted).ConfigureAwait(false);
            }
        }
    }
}
