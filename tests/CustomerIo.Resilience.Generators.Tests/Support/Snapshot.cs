using CustomerIo.Resilience.Tests.Shared;

namespace CustomerIo.Resilience.Generators.Tests.Support;

/// <summary>Texts that were read and accepted once. With ACCEPT_SNAPSHOTS=1 they are written anew.</summary>
internal static class Snapshot
{
    private const string Accept = "ACCEPT_SNAPSHOTS";

    public static void ShouldMatch(string actual, string name)
    {
        string path = RepositoryFolder.Combine(
            "tests", "CustomerIo.Resilience.Generators.Tests", "Snapshots", name + ".txt");
        if (Environment.GetEnvironmentVariable(Accept) is "1")
        {
            File.WriteAllText(path, actual);
        }

        string expected = File.Exists(path) ? File.ReadAllText(path) : string.Empty;
        actual.ShouldBe(expected, $"Read the difference; if it is meant, run the tests with {Accept}=1 and commit {name}.txt.");
    }
}
