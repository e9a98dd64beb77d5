using CustomerIo.Resilience.Delivery;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CustomerIo.Resilience.Registration;

/// <summary>Starts and stops the delivery of all workspaces with the application.</summary>
internal sealed class DeliveryHost(IServiceProvider provider, Workspaces workspaces) : IHostedService
{
    // Kept from the start: options that a reload has broken since must not keep delivery from stopping well.
    private DeliveryEngine[] _engines = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _engines = [.. Engines()];
        return Task.WhenAll(_engines.Select(engine => engine.StartAsync(cancellationToken)));
    }

    public Task StopAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_engines.Select(engine => engine.StopAsync(cancellationToken)));

    private IEnumerable<DeliveryEngine> Engines() => workspaces.ByName.Keys
        .Where(name => !string.IsNullOrWhiteSpace(WorkspaceRegistration.OptionsOf(provider, name).SiteId))
        .Select(name => provider.GetRequiredKeyedService<DeliveryEngine>(name));
}
