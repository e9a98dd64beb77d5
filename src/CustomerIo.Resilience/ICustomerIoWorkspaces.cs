namespace CustomerIo.Resilience;

/// <summary>The workspaces that were added, for code that is about all of them, such as a health page.</summary>
public interface ICustomerIoWorkspaces
{
    /// <summary>Their names, by which their services are keyed, in the order they were added; empty for the unnamed one.</summary>
    IReadOnlyCollection<string> Names { get; }
}
