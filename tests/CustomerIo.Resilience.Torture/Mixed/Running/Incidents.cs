namespace CustomerIo.Resilience.Torture.Mixed.Running;

/// <summary>Draws from the seed what goes wrong when; calm and trouble by turns.</summary>
internal sealed class Incidents(int seed)
{
    /// <summary>How far off the clock is put, in seconds: three hours.</summary>
    public const int FarthestOffset = 10_800;

    private static readonly Trouble[] Troubles =
        [Trouble.Outage, Trouble.Outage, Trouble.Faults, Trouble.Faults, Trouble.KeysAway, Trouble.DiskFails];

    private readonly Random _random = new(seed);
    private bool _wasCalm;

    /// <summary>What is wrong next, if anything, and for how long.</summary>
    public (Trouble Trouble, TimeSpan Length) Next()
    {
        _wasCalm = !_wasCalm;
        if (_wasCalm)
        {
            return (Trouble.None, Between(1_200, 4_500));
        }

        Trouble trouble = Troubles[_random.Next(Troubles.Length)];
        return (trouble, trouble is Trouble.Faults ? Between(600, 2_000) : Between(200, 1_200));
    }

    public TimeSpan Between(int milliseconds, int andMilliseconds) =>
        TimeSpan.FromMilliseconds(_random.Next(milliseconds, andMilliseconds));

    /// <summary>Where the clock is put, in seconds from the true time, either way.</summary>
    public int ClockOffset() => _random.Next(4) == 0 ? 0 : _random.Next(-FarthestOffset, FarthestOffset);

    public bool Happens(double probability) => _random.NextDouble() < probability;

    /// <summary>How much the store of a process keeps; 0 leaves it to the store.</summary>
    public int MaxCount() => _random.Next(4) == 0 ? _random.Next(40, 120) : 0;
}
