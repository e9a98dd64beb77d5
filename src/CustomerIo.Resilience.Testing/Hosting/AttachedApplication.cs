using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CustomerIo.Resilience.Testing.Hosting;

/// <summary>A running application that talks to the simulator.</summary>
internal sealed class AttachedApplication(IServiceProvider provider, SimulatedCustomerIo simulated) : IHostedService
{
    public IEnumerable<ICustomerIoClient> Clients => All<ICustomerIoClient>();

    public IEnumerable<DeliveryFigures> Figures => All<ICustomerIoStatus>().Select(static status => status.Figures);

    public bool IsSettled => Figures.All(static figures => figures is { InMemory: 0, Stored: 0 });

    public Task StartAsync(CancellationToken cancellationToken)
    {
        simulated.Add(this);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        simulated.Remove(this);
        return Task.CompletedTask;
    }

    // An application without Customer.io has no workspaces.
    private IEnumerable<TService> All<TService>()
        where TService : notnull => (provider.GetService<ICustomerIoWorkspaces>()?.Names ?? [])
            .Select(name => provider.GetRequiredKeyedService<TService>(name));
}
