using CustomerIo.Resilience.Tests.Shared;

namespace CustomerIo.Resilience.Packaging.Tests.Support;

/// <summary>The files of the repository that these tests are about.</summary>
internal static class Repository
{
    public static string Root => RepositoryFolder.Root;

    public static string Tests => Path.Combine(Root, "tests", "CustomerIo.Resilience.Packaging.Tests");

    /// <summary>The sources of the packages, by path relative to the root.</summary>
    public static IEnumerable<(string Name, string[] Lines)> Sources() =>
        from file in Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories)
        let name = Path.GetRelativePath(Root, file).Replace('\\', '/')
        where !name.Contains("/obj/", StringComparison.Ordinal) && !name.Contains("/bin/", StringComparison.Ordinal)
        orderby name
        select (name, File.ReadAllLines(file));
}
