namespace CustomerIo.Resilience.QuickStart.Killing;

/// <summary>When the child is killed: after so many answers, and then a moment later, both drawn from the seed.</summary>
internal sealed class KillPlan
{
    private const int Kills = 6;

    private readonly Queue<int> _after;
    private readonly Random _random;

    public KillPlan(int seed, int operations)
    {
        _random = new Random(seed * 31);
        _after = new(Enumerable.Range(0, Kills).Select(_ => _random.Next(operations)).Order());
    }

    public bool IsDue(int answers) => _after.TryPeek(out int next) && answers >= next;

    /// <summary>The kill comes when the child is in the middle of something, or has just started again.</summary>
    public TimeSpan Next()
    {
        _after.Dequeue();
        return TimeSpan.FromMilliseconds(_random.Next(400));
    }
}
