using CustomerIo.Resilience.Packaging.Tests.Support;

namespace CustomerIo.Resilience.Packaging.Tests.Packages;

/// <summary>
/// The repository as somebody has it who has just cloned it: sources, and nothing that was built. Its Git folder says
/// where it came from, as one on a build server does.
/// </summary>
internal sealed class CleanCopy : IDisposable
{
    private static readonly string[] LeftOut =
        [".git", "bin", "obj", "artifacts", "TestResults", "StrykerOutput", "BenchmarkDotNet.Artifacts", ".vs", ".idea"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("customerio-clone-");

    private CleanCopy()
    {
    }

    public string Root => _folder.FullName;

    /// <summary>Where packages go.</summary>
    public string Packages => Path.Combine(Root, "artifacts", "packages");

    public static CleanCopy Make()
    {
        CleanCopy copy = new();
        Copy(new DirectoryInfo(Repository.Root), copy.Root);
        string git = Directory.CreateDirectory(Path.Combine(copy.Root, ".git")).FullName;
        Directory.CreateDirectory(Path.Combine(git, "objects"));
        Directory.CreateDirectory(Path.Combine(git, "refs"));
        File.WriteAllText(Path.Combine(git, "HEAD"), new string('1', 40));
        File.WriteAllText(
            Path.Combine(git, "config"), "[remote \"origin\"]\n\turl = https://github.com/example/customerio-resilience\n");
        return copy;
    }

    /// <summary>
    /// Runs a documented command as it is written, here or as on a build server. Analyzers are off: the same sources have
    /// passed them when the tests were built.
    /// </summary>
    public Task<string> RunAsync(string command, bool onBuildServer)
    {
        string[] words = command.Split(' ');
        words[0].ShouldBe("dotnet");
        Dictionary<string, string> environment = new()
        {
            ["RunAnalyzers"] = "false",
            ["CI"] = onBuildServer ? "true" : string.Empty,
        };
        return DotNet.RunAsync(Root, environment, words[1..]);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static void Copy(DirectoryInfo from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (FileSystemInfo entry in from.EnumerateFileSystemInfos().Where(static one => !LeftOut.Contains(one.Name)))
        {
            string target = Path.Combine(to, entry.Name);
            if (entry is DirectoryInfo folder)
            {
                Copy(folder, target);
            }
            else
            {
                File.Copy(entry.FullName, target);
            }
        }
    }
}
