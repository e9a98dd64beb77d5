namespace CustomerIo.Resilience.Registration;

/// <summary>The workspaces of an application, so that adding one twice finds the first.</summary>
internal sealed class Workspaces : ICustomerIoWorkspaces
{
    public Dictionary<string, CustomerIoBuilder> ByName { get; } = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Names => ByName.Keys;
}
