using System.IO.Compression;

namespace CustomerIo.Resilience.Packaging.Tests.Packages;

/// <summary>What the library's package has for compilers and builds.</summary>
internal static class LibraryExtras
{
    public static IReadOnlyList<string> All { get; } =
    [
        "analyzers/dotnet/roslyn4.14/cs/CustomerIo.Resilience.Generators.CodeFixes.dll",
        "analyzers/dotnet/roslyn4.14/cs/CustomerIo.Resilience.Generators.dll",
        "analyzers/dotnet/roslyn4.8/cs/CustomerIo.Resilience.Generators.dll",
        "buildMultiTargeting/CustomerIo.Resilience.targets",
        "buildTransitive/CustomerIo.Resilience.props",
        "buildTransitive/CustomerIo.Resilience.targets",
        "buildTransitive/customerio.plan.schema.json",
    ];

    public static IEnumerable<string> Of(ZipArchive package) => package.Entries
        .Select(static entry => entry.FullName)
        .Where(static file => file.StartsWith("analyzers/", StringComparison.Ordinal)
            || file.StartsWith("build", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);
}
