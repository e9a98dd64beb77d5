namespace CustomerIo.Resilience.Torture.Mixed.Planning;

/// <summary>
/// The operations of a mixed run, which follow from seed and size alone, so that every process that is started issues the same.
/// What carries no number can be told all the same: a pair is merged once, and a person's deletes, suppressions and what lifts
/// those come in turns.
/// </summary>
internal sealed class MixedPlan
{
    private readonly Step[][] _streams;

    public MixedPlan(int seed, int operations, int people)
    {
        Circles = new Circles(people);
        Step[] steps = new StepDrawing(new Random(seed), Circles).Draw(operations);
        Infection.Spread(steps, Circles, new Random(unchecked((seed * 31) + 5)));
        Steps = steps;
        _streams = [.. Enumerable.Range(0, Circles.Streams).Select(stream => steps.Where(step => step.Stream == stream).ToArray())];
        Endless = LinkedTo([.. steps.Where(static step => step.IsEndless).Select(static step => step.Key)]);
    }

    public Circles Circles { get; }

    /// <summary>All of them; number 1 is the first.</summary>
    public IReadOnlyList<Step> Steps { get; }

    public IReadOnlyList<IReadOnlyList<Step>> Streams => _streams;

    /// <summary>
    /// The keys that a delete may hold for ever because the server never takes it; more rather than fewer.
    /// </summary>
    public IReadOnlySet<string> Endless { get; }

    public Step this[int id] => Steps[id - 1];

    /// <summary>Whether it shares no key with anything that ails.</summary>
    public bool IsInnocent(Step step) => !Circles.IsNear(step.Key);

    private HashSet<string> LinkedTo(HashSet<string> keys)
    {
        int before;
        do
        {
            before = keys.Count;
            foreach (Step step in Steps.Where(static step => step.Secondary is not null || step.Named.Count > 0))
            {
                string[] all = [step.Key, .. step.Named, .. step.Secondary is { } other ? [other] : Array.Empty<string>()];
                if (all.Any(keys.Contains))
                {
                    keys.UnionWith(all);
                }
            }
        }
        while (keys.Count > before);

        return keys;
    }
}
