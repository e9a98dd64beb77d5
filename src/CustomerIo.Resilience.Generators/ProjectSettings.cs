using Microsoft.CodeAnalysis.Diagnostics;

namespace CustomerIo.Resilience.Generators;

/// <summary>What the project says.</summary>
/// <param name="RootNamespace">Where the list of events goes.</param>
/// <param name="WritesPlan">Whether this build is made to write the tracking plan.</param>
internal sealed record ProjectSettings(string RootNamespace, bool WritesPlan)
{
    public static ProjectSettings Of(AnalyzerConfigOptions options) => new(
        options.TryGetValue("build_property.RootNamespace", out string? space) ? space : string.Empty,
        options.TryGetValue("build_property.CustomerIoPlanIsWritten", out string? writes)
            && string.Equals(writes, "true", StringComparison.OrdinalIgnoreCase));
}
