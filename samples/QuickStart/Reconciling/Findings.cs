namespace CustomerIo.Resilience.QuickStart.Reconciling;

/// <summary>What the comparison of file and server found.</summary>
/// <param name="Lost">Accepted operations the server has not got, and people who are not as they should be.</param>
/// <param name="Duplicated">Events that had their effect more than once.</param>
/// <param name="Reordered">Pairs of operations of one person that were applied in another order than in the file.</param>
/// <param name="Erased">Lines that a later delete of the same person overtook while they waited.</param>
/// <param name="Details">A line about each, to look into it.</param>
internal sealed record Findings(int Lost, int Duplicated, int Reordered, IReadOnlySet<int> Erased, IReadOnlyList<string> Details)
{
    public bool IsClean => Lost == 0 && Duplicated == 0 && Reordered == 0;
}
