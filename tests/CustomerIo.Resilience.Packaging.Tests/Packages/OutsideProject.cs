using System.Text.RegularExpressions;
using CustomerIo.Resilience.Packaging.Tests.Support;

namespace CustomerIo.Resilience.Packaging.Tests.Packages;

/// <summary>A console application of somebody who has nothing but the packages.</summary>
internal sealed partial class OutsideProject
{
    private readonly string _directory;
    private readonly string _name;

    private OutsideProject(string directory, string name)
    {
        _directory = directory;
        _name = name;
    }

    private string Published => Path.Combine(_directory, "published");

    /// <summary>Writes the project.</summary>
    /// <param name="packages">The packages that were packed.</param>
    /// <param name="name">The project's name.</param>
    /// <param name="framework">Its target framework, or several with semicolons.</param>
    /// <param name="program">Its Program.cs.</param>
    /// <param name="references">Which of the packages it references.</param>
    public static async Task<OutsideProject> WriteAsync(
        PackedPackages packages, string name, string framework, string program, params IEnumerable<string> references)
    {
        string directory = Directory.CreateDirectory(Path.Combine(packages.Outside, name)).FullName;
        string property = framework.Contains(';', StringComparison.Ordinal) ? "TargetFrameworks" : "TargetFramework";
        string items = string.Concat(references.Select(reference =>
            $"    <PackageReference Include=\"{reference}\" Version=\"{PackedPackages.Version}\" />\n"));
        await File.WriteAllTextAsync(
            Path.Combine(directory, $"{name}.csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <{property}>{framework}</{property}>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <InvariantGlobalization>true</InvariantGlobalization>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
            {items}    <PackageReference Include="Microsoft.Extensions.Hosting" Version="{HostingVersion()}" />
              </ItemGroup>
            </Project>
            """);
        await File.WriteAllTextAsync(Path.Combine(directory, "Program.cs"), program);
        return new OutsideProject(directory, name);
    }

    /// <summary>Builds and runs it; gives what it printed.</summary>
    public async Task<string> RunAsync()
    {
        await DotNet.RunAsync(_directory, "build", "-warnaserror");
        return await DotNet.RunAsync(_directory, "run", "--no-build");
    }

    /// <summary>Publishes it with its own runtime.</summary>
    public Task PublishAsync(string runtime, params IEnumerable<string> properties) => DotNet.RunAsync(
        _directory,
        ["publish", "-warnaserror", "--runtime", runtime, "--self-contained", "--output", Published, .. properties]);

    /// <summary>Runs what was published, without any installed runtime; gives what it printed.</summary>
    public Task<string> RunPublishedAsync(params string[] arguments) =>
        DotNet.RunProgramAsync(Path.Combine(Published, _name), _directory, arguments);

    /// <summary>Adds a file to it, or replaces one.</summary>
    public Task AddAsync(string file, string text) => File.WriteAllTextAsync(Path.Combine(_directory, file), text);

    public Task<string> ReadAsync(string file) => File.ReadAllTextAsync(Path.Combine(_directory, file));

    /// <summary>Builds it; gives the ids of errors and warnings, each once, and with each the file and line.</summary>
    public async Task<string[]> FailToBuildAsync()
    {
        InvalidOperationException failure = await Should.ThrowAsync<InvalidOperationException>(
            () => DotNet.RunAsync(_directory, "build", "-nologo", "-clp:NoSummary"));
        return
        [
            .. Problem().Matches(failure.Message)
                .Select(static match => $"{match.Groups["file"]}({match.Groups["line"]}) {match.Groups["id"]}")
                .Distinct().Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Runs the dotnet command in it.</summary>
    public Task<string> DotNetAsync(params string[] arguments) => DotNet.RunAsync(_directory, arguments);

    [GeneratedRegex(@"(?<file>\w[\w.]*)\((?<line>\d+),\d+\): (error|warning) (?<id>\w+):", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Problem();

    private static string HostingVersion() =>
        System.Xml.Linq.XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props"))
            .Descendants("PackageVersion")
            .Single(version => version.Attribute("Include")!.Value is "Microsoft.Extensions.Hosting")
            .Attribute("Version")!.Value;
}
