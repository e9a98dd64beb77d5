using System.Xml.Linq;
using CustomerIo.Resilience.Packaging.Tests.Support;

namespace CustomerIo.Resilience.Packaging.Tests.Packages;

/// <summary>Several projects of somebody who has nothing but the packages.</summary>
internal sealed class OutsideFolder(PackedPackages packages, string name)
{
    private static readonly Lazy<Dictionary<string, string>> Versions = new(() =>
        XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props"))
            .Descendants("PackageVersion")
            .ToDictionary(
                static version => version.Attribute("Include")!.Value, static version => version.Attribute("Version")!.Value));

    private readonly string _directory = Path.Combine(packages.Outside, name);

    /// <summary>A reference to a package: ours in the version that was packed, another in the one the repository uses.</summary>
    public static string Package(string id) =>
        $"<PackageReference Include=\"{id}\" Version=\"{(PackedPackages.Names.Contains(id) ? PackedPackages.Version : Versions.Value[id])}\" />";

    public async Task AddAsync(string file, string text)
    {
        string path = Path.Combine(_directory, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, text);
    }

    /// <summary>Runs the dotnet command in a folder of it; gives what it printed.</summary>
    public Task<string> DotNetAsync(string folder, params string[] arguments) =>
        DotNet.RunAsync(Path.Combine(_directory, folder), arguments);
}
