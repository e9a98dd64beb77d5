using CustomerIo.Resilience.Torture.Mixed.Planning;
using CustomerIo.Resilience.Torture.Reconciling;

namespace CustomerIo.Resilience.Torture.Mixed.Reconciling;

/// <summary>
/// Which steps the server has seen, and when: those that carry no number are found out by their turn. No two neighbours among a
/// person's deletes, suppressions and liftings are of one kind, and the library never drops one: so one of the kind before is
/// that one again, and another kind is the next of that kind.
/// </summary>
internal sealed class Appearances
{
    private readonly Dictionary<int, List<(int Place, Sight Sight)>> _ofStep = [];
    private readonly Dictionary<string, Step> _byToken;
    private readonly Dictionary<string, Step[]> _turnsOf;
    private readonly Dictionary<string, int> _turn = new(StringComparer.Ordinal);

    public Appearances(MixedPlan plan, IReadOnlyList<Sight> sights)
    {
        _byToken = plan.Steps.Where(static step => !HasTurn(step.Kind))
            .ToDictionary(StepToken.Of, StringComparer.Ordinal);
        _turnsOf = plan.Steps.Where(static step => HasTurn(step.Kind))
            .GroupBy(static step => step.Key, StringComparer.Ordinal)
            .ToDictionary(static group => group.Key, static group => group.ToArray(), StringComparer.Ordinal);
        for (int place = 0; place < sights.Count; place++)
        {
            if (StepOf(sights[place].Token) is { } step)
            {
                (_ofStep.TryGetValue(step.Id, out var all) ? all : _ofStep[step.Id] = []).Add((place, sights[place]));
            }
        }
    }

    /// <summary>All of a step, in order.</summary>
    public IReadOnlyList<(int Place, Sight Sight)> Of(Step step) =>
        _ofStep.TryGetValue(step.Id, out var all) ? all : [];

    /// <summary>Where it was taken for the first time; null when it was not.</summary>
    public int? FirstOf(Step step)
    {
        foreach ((int place, Sight sight) in Of(step))
        {
            if (sight.Outcome is not SeenOutcome.Refused)
            {
                return place;
            }
        }

        return null;
    }

    public bool WasRefused(Step step) => Of(step).Any(static one => one.Sight.Outcome is SeenOutcome.Refused);

    private static bool HasTurn(StepKind kind) => kind is StepKind.Delete or StepKind.Suppress or StepKind.Unsuppress;

    private Step? StepOf(string token)
    {
        if (_byToken.TryGetValue(token, out Step? step))
        {
            return step;
        }

        string name = token[(token.IndexOf(':', StringComparison.Ordinal) + 1)..];
        if (!_turnsOf.TryGetValue(name, out Step[]? turns))
        {
            return null;
        }

        int turn = _turn.GetValueOrDefault(name, -1);
        if (turn >= 0 && IsIt(turns[turn]))
        {
            return turns[turn];
        }

        int next = Array.FindIndex(turns, turn + 1, IsIt);
        if (next >= 0)
        {
            _turn[name] = next;
            return turns[next];
        }

        return Array.FindLast(turns, IsIt);

        bool IsIt(Step one) => string.Equals(StepToken.Of(one), token, StringComparison.Ordinal);
    }
}
