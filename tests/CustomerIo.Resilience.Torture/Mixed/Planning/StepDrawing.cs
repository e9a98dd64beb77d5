namespace CustomerIo.Resilience.Torture.Mixed.Planning;

/// <summary>Draws who does what, all of it in good health.</summary>
internal sealed class StepDrawing(Random random, Circles circles)
{
    private const double ErasureShare = 0.03;
    private const double LiftedShare = 0.5;
    private const double MergeShare = 0.05;
    private const double ObjectShare = 0.12;
    private const double BackgroundShare = 0.3;
    private const double BurstShare = 0.4;

    private readonly HashSet<(string Primary, string Secondary)> _merged = [];
    private readonly Dictionary<string, bool> _deletesNext = new(StringComparer.Ordinal);
    private readonly HashSet<string> _suppressed = new(StringComparer.Ordinal);

    public Step[] Draw(int operations) => [.. Enumerable.Range(1, operations).Select(DrawOne)];

    private Step DrawOne(int id)
    {
        int stream = random.Next(circles.Streams);
        Step step = Choose(id, stream, circles.NameOf(stream));
        return step with
        {
            IsBackground = random.NextDouble() < BackgroundShare && step.Kind is StepKind.Identify or StepKind.Event,
            Pause = random.NextDouble() < BurstShare ? 0 : 2 * random.NextDouble(),
        };
    }

    private Step Choose(int id, int stream, string name)
    {
        Step step = new()
        {
            Id = id,
            Stream = stream,
            Key = name,
            Kind = random.Next(9) < 4 ? StepKind.Identify : StepKind.Event,
        };
        if (Circles.IsVisitor(name))
        {
            return step with { Kind = StepKind.Anonymous };
        }

        if (_suppressed.Contains(name))
        {
            return random.NextDouble() < LiftedShare && _suppressed.Remove(name)
                ? step with { Kind = StepKind.Unsuppress }
                : step;
        }

        return random.NextDouble() switch
        {
            < ErasureShare => step with { Kind = Erasure(name) },
            < ErasureShare + MergeShare => Merge(step),
            < ErasureShare + MergeShare + ObjectShare => Relate(step),
            _ => step,
        };
    }

    // In turns, so that no two neighbours among what carries no number are of one kind.
    private StepKind Erasure(string name)
    {
        bool deletes = _deletesNext.TryGetValue(name, out bool drawn) ? drawn : random.Next(2) == 0;
        _deletesNext[name] = !deletes;
        if (!deletes)
        {
            _suppressed.Add(name);
        }

        return deletes ? StepKind.Delete : StepKind.Suppress;
    }

    private Step Merge(Step step)
    {
        string secondary = circles.Acquaintance(step.Key, random);
        return !step.Owns(secondary) && _merged.Add((step.Key, secondary))
            ? step with { Kind = StepKind.Merge, Secondary = secondary }
            : step;
    }

    private Step Relate(Step step)
    {
        string[] named = [step.Key, .. Enumerable.Range(0, random.Next(3)).Select(_ => circles.Acquaintance(step.Key, random))];
        return step with
        {
            Kind = StepKind.Object,
            Key = circles.ObjectFor(step.Key, random),
            Named = [.. named.Distinct(StringComparer.Ordinal)],
        };
    }
}
