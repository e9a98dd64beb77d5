using System.Diagnostics;

namespace CustomerIo.Resilience.Diagnostics;

/// <summary>The names under which metrics and traces are published.</summary>
internal static class CustomerIoDiagnostics
{
    public const string Name = "CustomerIo.Resilience";

    public static readonly string? Version = typeof(CustomerIoDiagnostics).Assembly.GetName().Version?.ToString(3);

    public static readonly ActivitySource Source = new(Name, Version);
}
