using CustomerIo.Resilience.QuickStart.Operations;
using CustomerIo.Resilience.QuickStart.Sending;

namespace CustomerIo.Resilience.QuickStart.Reconciling;

/// <summary>Compares what was accepted with what the server holds in the end.</summary>
internal sealed class Reconciliation
{
    private readonly List<string> _details = [];
    private readonly HashSet<int> _erased = [];
    private int _lost;
    private int _duplicated;
    private int _reordered;

    private Reconciliation()
    {
    }

    /// <param name="sent">The lines of the file with the answers of their calls.</param>
    /// <param name="observed">What the server holds.</param>
    /// <param name="rejected">How many accepted operations the library says it gave up, erased ones included.</param>
    public static Findings Compare(IReadOnlyList<SentOperation> sent, Observation observed, long rejected)
    {
        Reconciliation reconciliation = new();
        ILookup<string, ObservedOperation> observedOf = observed.Operations.ToLookup(
            static operation => operation.Person, StringComparer.Ordinal);
        SentOperation[] accepted = [.. sent.Where(WasAccepted)];
        Dictionary<string, ObservedPerson> expected = PeopleModel.After(accepted.Select(static one => one.Operation));
        foreach (IGrouping<string, SentOperation> person in accepted.GroupBy(static one => one.Operation.Person))
        {
            PersonTrail trail = new(person, observedOf[person.Key]);
            if (!reconciliation.CompareTrail(trail))
            {
                reconciliation.CompareState(
                    person, expected.GetValueOrDefault(person.Key), observed.People.GetValueOrDefault(person.Key));
            }
        }

        reconciliation.CompareErased(rejected);
        return new Findings(
            reconciliation._lost,
            reconciliation._duplicated,
            reconciliation._reordered,
            reconciliation._erased,
            reconciliation._details);
    }

    // An operation that a later delete erased was accepted before: it counts, and so does the delete.
    private static bool WasAccepted(SentOperation sent) =>
        sent.Result.IsAccepted || sent.Result.Reason is RejectionReason.Erased;

    /// <summary>Counts what is wrong with one person's operations; true when some are missing.</summary>
    private bool CompareTrail(PersonTrail trail)
    {
        int lostBefore = _lost;
        foreach (FileOperation operation in trail.Lost)
        {
            _lost++;
            _details.Add($"lost: line {operation.Line} ({operation.Kind}) was accepted, and the server never applied it");
        }

        foreach (ObservedOperation operation in trail.Doubled)
        {
            _duplicated++;
            _details.Add($"duplicated: the event of line {operation.Line} took effect again at position {operation.Position}");
        }

        if (trail.CountSwapped() is var swapped and > 0)
        {
            _reordered += swapped;
            _details.Add($"reordered: {swapped} pair(s) of the person who is on line {trail.FirstLine}");
        }

        _erased.UnionWith(trail.Erased);
        return _lost > lostBefore;
    }

    private void CompareState(IEnumerable<SentOperation> person, ObservedPerson? expected, ObservedPerson? actual)
    {
        string? problem = (expected, actual) switch
        {
            (null, null) => null,
            (null, _) => "should be gone and is there",
            (_, null) => "should be there and is not",
            _ => expected.IsSameAs(actual) ? null : "has other attributes or devices than the file says",
        };
        if (problem is not null)
        {
            _lost++;
            _details.Add($"lost: the person who is on line {person.First().Operation.Line} {problem}");
        }
    }

    // A delete excuses what waited before it, but no more than the library itself says it gave up.
    private void CompareErased(long rejected)
    {
        if (_erased.Count > rejected)
        {
            _lost += (int)(_erased.Count - rejected);
            _details.Add($"lost: {_erased.Count} operations before a delete are missing, and only {rejected} were given up");
        }
    }
}
