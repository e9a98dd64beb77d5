using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Sqlite.Tests.Damage;

/// <summary>What a store made of a damaged file.</summary>
/// <param name="Operations">What could be read and completed, lane by lane.</param>
/// <param name="Letters">The dead letters.</param>
/// <param name="SetAside">How many files were set aside.</param>
/// <param name="WasRefused">Whether it was taken for the file of a newer version or of another application.</param>
internal sealed record Findings(
    IReadOnlyList<Operation> Operations, IReadOnlyList<DeadLetter> Letters, int SetAside, bool WasRefused)
{
    public string State => SampleFile.StateOf(Operations, Letters);

    public int Count => Operations.Count;
}
