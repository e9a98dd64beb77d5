using System.IO.Compression;
using CustomerIo.Resilience.Packaging.Tests.Support;

namespace CustomerIo.Resilience.Packaging.Tests.Packages;

/// <summary>
/// All packages, packed once for all tests, and a folder outside the repository for projects that use them. To test
/// packages that exist already, such as those about to be published, set the environment variables PACKAGES_FOLDER and
/// PACKAGES_VERSION.
/// </summary>
public sealed class PackedPackages : IAsyncLifetime
{
    private static readonly string? Given = Environment.GetEnvironmentVariable("PACKAGES_FOLDER");

    public static string Version { get; } = Environment.GetEnvironmentVariable("PACKAGES_VERSION") ?? "0.1.0-packed";

    public static IReadOnlyList<string> Names { get; } =
    [
        "CustomerIo.Resilience",
        "CustomerIo.Resilience.AspNetCore",
        "CustomerIo.Resilience.Sqlite",
        "CustomerIo.Resilience.Testing",
    ];

    /// <summary>Where the packages are.</summary>
    public string Feed { get; } = Given ?? Path.Combine(Repository.Root, "artifacts", "packed", "packages");

    /// <summary>A folder for projects, with a NuGet configuration that knows the feed besides the usual sources.</summary>
    public string Outside { get; } = Directory.CreateTempSubdirectory("customerio-").FullName;

    public async ValueTask InitializeAsync()
    {
        if (Given is null)
        {
            await PackAsync();
        }

        await File.WriteAllTextAsync(Path.Combine(Outside, "nuget.config"), NuGetConfig());
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Outside, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Opens a package.</summary>
    public ZipArchive Open(string name, string extension = "nupkg") =>
        ZipFile.OpenRead(Path.Combine(Feed, $"{name}.{Version}.{extension}"));

    /// <summary>The description inside a package.</summary>
    public string Nuspec(string name)
    {
        using ZipArchive package = Open(name);
        using StreamReader reader = new(package.GetEntry($"{name}.nuspec")!.Open());
        return reader.ReadToEnd();
    }

    private async Task PackAsync()
    {
        if (Directory.Exists(Feed))
        {
            Directory.Delete(Feed, recursive: true);
        }

        foreach (string name in Names)
        {
            // A place of its own for what is built on the way: other tests run meanwhile.
            await DotNet.RunAsync(
                Repository.Root,
                "pack",
                Path.Combine("src", name),
                "--configuration",
                "Release",
                "--artifacts-path",
                Path.Combine("artifacts", "packed"),
                "--output",
                Feed,
                $"-p:Version={Version}",
                "-p:RunAnalyzers=false");
        }
    }

    // The packages under test go to a folder of their own, so that none of an earlier run is taken for them; everything else
    // is taken from where this machine has it already.
    private string NuGetConfig() =>
        $"""
        <configuration>
          <config>
            <add key="globalPackagesFolder" value="{Path.Combine(Outside, "packages")}" />
          </config>
          <fallbackPackageFolders>
            <add key="machine" value="{MachinePackages()}" />
          </fallbackPackageFolders>
          <packageSources>
            <add key="packed" value="{Feed}" />
          </packageSources>
        </configuration>
        """;

    private static string MachinePackages() => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } set
        ? set
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
}
