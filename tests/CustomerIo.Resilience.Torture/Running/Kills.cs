namespace CustomerIo.Resilience.Torture.Running;

/// <summary>Draws the kills from the seed, so that the operations last for all of them.</summary>
internal sealed class Kills(int seed, int count)
{
    private readonly Random _random = new(seed);

    /// <summary>How many are still to come.</summary>
    public int Left { get; private set; } = count;

    /// <summary>The next one.</summary>
    /// <param name="remaining">How many operations are not yet acknowledged.</param>
    public Kill Next(int remaining)
    {
        double share = 0.4 + (1.2 * _random.NextDouble());
        int budget = Math.Clamp((int)(share * remaining / (Left + 1)), 0, Math.Max(0, remaining - 1));
        double draw = _random.NextDouble();
        int receipts = 1 + _random.Next(Math.Max(1, budget));
        int milliseconds = _random.Next(450);
        Left--;
        return draw switch
        {
            < 0.45 when budget > 0 => new Kill(KillMoment.AfterReceipts, budget, receipts, TimeSpan.Zero),
            < 0.75 => new Kill(KillMoment.AfterStart, budget, 0, TimeSpan.FromMilliseconds(milliseconds)),
            _ => new Kill(KillMoment.WhileDraining, budget, 0, TimeSpan.FromMilliseconds(milliseconds / 2)),
        };
    }
}
