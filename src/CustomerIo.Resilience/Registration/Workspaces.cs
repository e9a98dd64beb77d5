namespace CustomerIo.Resilience.Registration;

/// <summary>The workspaces of an application, so that adding one twice finds the first.</summary>
internal sealed class Workspaces
{
    public Dictionary<string, CustomerIoBuilder> ByName { get; } = new(StringComparer.Ordinal);
}
