namespace CustomerIo.Resilience.Tests.Shared;

/// <summary>
/// Where the repository is, found from the running tests: paths the compiler writes down are not to be trusted, a build
/// that is to be the same everywhere replaces them.
/// </summary>
internal static class RepositoryFolder
{
    public static string Root { get; } = FindRoot();

    public static string Combine(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "CustomerIo.Resilience.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName
            ?? throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} has the solution.");
    }
}
