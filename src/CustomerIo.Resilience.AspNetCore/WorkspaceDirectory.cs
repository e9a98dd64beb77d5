using Microsoft.Extensions.DependencyInjection;

namespace CustomerIo.Resilience.AspNetCore;

/// <summary>What there is of each workspace.</summary>
internal sealed class WorkspaceDirectory
{
    private readonly IServiceProvider _services;
    private readonly ICustomerIoWorkspaces _workspaces;

    private WorkspaceDirectory(IServiceProvider services, ICustomerIoWorkspaces workspaces)
    {
        _services = services;
        _workspaces = workspaces;
    }

    public IReadOnlyCollection<string> Names => _workspaces.Names;

    /// <summary>The directory of an application.</summary>
    /// <exception cref="InvalidOperationException">There are no workspaces.</exception>
    public static WorkspaceDirectory Of(IServiceProvider services, string caller) =>
        services.GetService<ICustomerIoWorkspaces>() is { } workspaces
            ? new WorkspaceDirectory(services, workspaces)
            : throw new InvalidOperationException(
                $"{caller} needs Customer.io's services: call builder.Services.AddCustomerIo(...) before the application is "
                + "built.");

    public bool Has(string name) => _workspaces.Names.Contains(name, StringComparer.Ordinal);

    public ICustomerIoStatus StatusOf(string name) => _services.GetRequiredKeyedService<ICustomerIoStatus>(name);

    public IDeadLetters DeadLettersOf(string name) => _services.GetRequiredKeyedService<IDeadLetters>(name);
}
