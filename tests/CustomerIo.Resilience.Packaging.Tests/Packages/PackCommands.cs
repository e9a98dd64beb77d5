using CustomerIo.Resilience.Packaging.Tests.Support;

namespace CustomerIo.Resilience.Packaging.Tests.Packages;

/// <summary>The commands that make packages, where they are written down.</summary>
internal static class PackCommands
{
    private const string TagsVersion = "\"${GITHUB_REF_NAME#v}\"";
    private const string Step = "run: ";

    /// <summary>The one that the README prints, for the library alone.</summary>
    public static string Documented { get; } = Only(
        Readme.Lines.SelectMany(static line => line.Split('`')), "README.md");

    /// <summary>The one that a release runs, for all packages.</summary>
    public static string Release { get; } = Only(
        File.ReadLines(Path.Combine(Repository.Root, ".github", "workflows", "release.yml"))
            .Select(static line => line.Trim())
            .Where(static line => line.StartsWith(Step, StringComparison.Ordinal))
            .Select(static line => line[Step.Length..]),
        "release.yml");

    /// <summary>The same for a version instead of a tag's.</summary>
    public static string ReleaseOf(string version)
    {
        string command = Release.Replace(TagsVersion, version, StringComparison.Ordinal);
        command.ShouldContain($"-p:Version={version}");
        command.IndexOfAny(['$', '"', '\'']).ShouldBe(-1, "the rest of the command needs no shell");
        return command;
    }

    private static string Only(IEnumerable<string> texts, string file) =>
        texts.Where(static text => text.StartsWith("dotnet pack ", StringComparison.Ordinal))
            .ShouldHaveSingleItem($"{file} has one command that packs");
}
