using System.IO.Compression;

namespace CustomerIo.Resilience.Packaging.Tests.Packages;

/// <summary>
/// All packages, packed once for all tests as a release packs them, and a folder outside the repository for projects that
/// use them. To test packages that exist already, such as those about to be published, set the environment variables
/// PACKAGES_FOLDER and PACKAGES_VERSION.
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

    private CleanCopy? _clone;

    /// <summary>Where the packages are.</summary>
    public string Feed => Given ?? _clone!.Packages;

    /// <summary>Where they were made; null when they were not made here.</summary>
    public string? MadeIn => _clone?.Root;

    /// <summary>A folder for projects, with a NuGet configuration that knows the feed besides the usual sources.</summary>
    public string Outside { get; } = Directory.CreateTempSubdirectory("customerio-").FullName;

    public async ValueTask InitializeAsync()
    {
        if (Given is null)
        {
            _clone = CleanCopy.Make();
            try
            {
                await _clone.RunAsync(PackCommands.ReleaseOf(Version), onBuildServer: true);
            }
            catch (InvalidOperationException)
            {
                await DisposeAsync();
                throw;
            }
        }

        await File.WriteAllTextAsync(Path.Combine(Outside, "nuget.config"), NuGetConfig());
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Outside, recursive: true);
        _clone?.Dispose();
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
