namespace CustomerIo.Resilience.Torture.Reconciling;

/// <summary>What the comparison found.</summary>
/// <param name="Acknowledged">Operations the library said it has.</param>
/// <param name="Delivered">Those of them that reached the server and were not refused.</param>
/// <param name="Refused">Those of them that an injected 207 refused.</param>
/// <param name="Erased">Those of them that a later delete or suppress dropped while they waited.</param>
/// <param name="Lost">Those of them that never reached the server without such an excuse.</param>
/// <param name="Duplicated">Events that took effect again.</param>
/// <param name="Reordered">
/// Operations that came after a later one of the same person; see <see cref="PersonOrder"/>.
/// </param>
/// <param name="Resurrected">People who are there although they were erased in the end.</param>
/// <param name="Details">A line about each of the last four, and how the person's operations went.</param>
internal sealed record Findings(
    int Acknowledged,
    int Delivered,
    int Refused,
    int Erased,
    int Lost,
    int Duplicated,
    int Reordered,
    int Resurrected,
    IReadOnlyList<string> Details)
{
    public bool IsClean => this is { Lost: 0, Duplicated: 0, Reordered: 0, Resurrected: 0 };

    public string LastLine => FormattableString.Invariant(
        $"acknowledged={Acknowledged} delivered={Delivered} lost={Lost} ")
        + FormattableString.Invariant($"duplicated={Duplicated} reordered={Reordered} resurrected={Resurrected}");
}
