using CustomerIo.Resilience.Torture.Planning;

namespace CustomerIo.Resilience.Torture.Reconciling;

/// <summary>Holds what the library acknowledged against what reached the server.</summary>
internal sealed class Reconciliation
{
    private readonly Plan _plan;
    private readonly List<string> _details = [];
    private int _acknowledged;
    private int _delivered;
    private int _refused;
    private int _erased;
    private int _lost;
    private int _duplicated;
    private int _reordered;
    private int _resurrected;

    private Reconciliation(Plan plan) => _plan = plan;

    /// <summary>Compares.</summary>
    /// <param name="plan">All that was to be issued.</param>
    /// <param name="acknowledged">What the library said it has.</param>
    /// <param name="seen">What reached the server, in the order it was applied.</param>
    /// <param name="existing">Who is there in the end.</param>
    public static Findings Compare(
        Plan plan, IEnumerable<Acknowledged> acknowledged, IEnumerable<SeenOperation> seen, IReadOnlySet<int> existing)
    {
        Reconciliation reconciliation = new(plan);
        ILookup<int, Acknowledged> acknowledgedOf = acknowledged.ToLookup(static one => one.Person);
        ILookup<int, SeenOperation> seenOf = seen.ToLookup(static one => one.Person);
        for (int person = 0; person < plan.People; person++)
        {
            reconciliation.ComparePerson(
                person, [.. acknowledgedOf[person]], [.. seenOf[person]], existing.Contains(person));
        }

        return new Findings(
            reconciliation._acknowledged,
            reconciliation._delivered,
            reconciliation._refused,
            reconciliation._erased,
            reconciliation._lost,
            reconciliation._duplicated,
            reconciliation._reordered,
            reconciliation._resurrected,
            reconciliation._details);
    }

    private void ComparePerson(
        int person, IReadOnlyList<Acknowledged> acknowledged, IReadOnlyList<SeenOperation> seen, bool exists)
    {
        int before = _details.Count;
        Numbering numbering = new(_plan.Of(person));
        List<string> trail = [];
        PersonOrder order = new();
        HashSet<int> reached = [];
        HashSet<int> taken = [];
        HashSet<int> applied = [];
        foreach (SeenOperation operation in seen)
        {
            if (numbering.NumberOf(operation) is not { } number)
            {
                continue;
            }

            trail.Add(FormattableString.Invariant($"{number}{MarkOf(operation.Outcome)}"));
            reached.Add(number);
            if (operation.Outcome is not SeenOutcome.Refused)
            {
                taken.Add(number);
            }

            if (operation is { Outcome: SeenOutcome.Applied, Kind: PlannedKind.Event } && !applied.Add(number))
            {
                _duplicated++;
                Note("duplicated", person, number, operation.Kind);
            }

            if (order.IsOutOfOrder(number, operation.Kind))
            {
                _reordered++;
                Note("reordered", person, number, operation.Kind);
            }
        }

        if (order.EndsOutOfOrder())
        {
            _reordered++;
            _details.Add($"reordered: the last operation of person {person} is not the newest");
        }

        CompareAcknowledged(acknowledged, reached, taken);
        if (exists)
        {
            CompareEnd(person, acknowledged, reached, taken);
        }

        if (_details.Count > before)
        {
            _details.Add($"    person {person} was to get {string.Join(' ', _plan.Of(person).Select(MarkOf))}");
            _details.Add($"    and got {string.Join(' ', trail)}");
            _details.Add($"    acknowledged {string.Join(' ', acknowledged.Select(static one => one.Number))}");
        }
    }

    private void CompareAcknowledged(
        IReadOnlyList<Acknowledged> acknowledged, HashSet<int> reached, HashSet<int> taken)
    {
        int[] erasures = [.. acknowledged.Where(static one => one.Kind.IsErasure()).Select(static one => one.Number)];
        foreach (Acknowledged one in acknowledged)
        {
            _acknowledged++;
            if (taken.Contains(one.Number))
            {
                _delivered++;
            }
            else if (reached.Contains(one.Number))
            {
                _refused++;
            }
            else if (WasErased(one, erasures, reached))
            {
                _erased++;
            }
            else
            {
                _lost++;
                Note("lost", one.Person, one.Number, one.Kind);
            }
        }
    }

    // Waiting operations leave in their order: what was still waiting at the erasure has nothing behind it that left
    // before. A lifting is not dropped by an erasure, so that it came says nothing.
    private bool WasErased(Acknowledged one, int[] erasures, HashSet<int> reached)
    {
        int erasure = Array.Find(erasures, number => number > one.Number);
        return erasure > 0
            && one is { IsDelivered: false }
            && one.Kind.IsNumbered()
            && !reached.Any(number => IsBetween(number) && _plan.Of(one.Person)[number - 1].Kind.IsNumbered());

        bool IsBetween(int number) => number > one.Number && number < erasure;
    }

    // One who was erased in the end may be there only because the erasure was refused, or because something newer,
    // which was not acknowledged any more, came after it.
    private void CompareEnd(
        int person, IReadOnlyList<Acknowledged> acknowledged, HashSet<int> reached, HashSet<int> taken)
    {
        if (acknowledged.Count == 0)
        {
            return;
        }

        Acknowledged last = acknowledged.MaxBy(static one => one.Number);
        bool wasRefused = reached.Contains(last.Number) && !taken.Contains(last.Number);
        if (last.Kind.IsErasure() && !wasRefused && !reached.Any(number => number > last.Number))
        {
            _resurrected++;
            Note("resurrected", person, last.Number, last.Kind);
        }
    }

    private static string MarkOf(PlannedOperation one) =>
        FormattableString.Invariant($"{one.Number}{one.Kind.ToString()[0]}");

    private static string MarkOf(SeenOutcome outcome) => outcome switch
    {
        SeenOutcome.Refused => "(refused)",
        SeenOutcome.WithoutEffect => "(no effect)",
        _ => string.Empty,
    };

    private void Note(string what, int person, int number, PlannedKind kind) =>
        _details.Add(FormattableString.Invariant($"{what}: {kind} {number} of person {person}"));
}
