using CustomerIo.Resilience.AspNetCore.Dashboard.History;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CustomerIo.Resilience.AspNetCore.Dashboard;

/// <summary>Which request is answered by what.</summary>
internal static class DashboardRoutes
{
    public static RouteGroupBuilder Map(IEndpointRouteBuilder endpoints, string path)
    {
        IServiceProvider services = endpoints.ServiceProvider;
        WorkspaceDirectory workspaces = WorkspaceDirectory.Of(
            services, nameof(CustomerIoDashboardExtensions.MapCustomerIoDashboard));
        DashboardRecorder recorder = services.GetService<DashboardRecorder>() ?? throw new InvalidOperationException(
            $"{nameof(CustomerIoDashboardExtensions.MapCustomerIoDashboard)} needs the dashboard's services: call "
            + $"builder.Services.{nameof(CustomerIoDashboardExtensions.AddCustomerIoDashboard)}() before the application is built.");
        TimeProvider time = services.GetRequiredService<TimeProvider>();
        IAntiforgery antiforgery = services.GetRequiredService<IAntiforgery>();
        DashboardGate gate = new(services.GetRequiredService<IHostEnvironment>(), workspaces, antiforgery, path);
        OverviewEndpoints overview = new(
            recorder,
            services.GetRequiredService<IOptions<CustomerIoDashboardOptions>>().Value.SampleInterval,
            time,
            services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
        DeadLetterActions actions = new(
            services.GetRequiredService<ILoggerFactory>().CreateLogger(DashboardLog.Category));

        RouteGroupBuilder group = endpoints.MapGroup(path);
        group.WithDisplayName("Customer.io dashboard");
        group.MapGet("/", gate.Guard(overview.ShowAsync));
        group.MapGet("/live", gate.Guard(overview.StreamAsync));
        group.MapGet("/dead-letters", gate.Guard(DeadLetterReading.ListAsync));
        group.MapGet("/dead-letters/{id}", gate.Guard(DeadLetterReading.ShowAsync));
        group.MapPost("/dead-letters/replay", gate.GuardForm(actions.ReplayAllAsync));
        group.MapPost("/dead-letters/{id}/replay", gate.GuardForm(actions.ReplayAsync));
        group.MapPost("/dead-letters/{id}/remove", gate.GuardForm(actions.RemoveAsync));
        foreach (Asset asset in Asset.All)
        {
            group.MapGet($"/{asset.Name}", gate.Guard(asset.SendAsync));
        }

        return group;
    }
}
