namespace CustomerIo.Resilience.Delivery;

/// <summary>How the drain of one lane goes; guarded by the drainer's lock.</summary>
internal sealed class DrainState
{
    /// <summary>Operations a request; halved while the server fails on this lane alone, until the cause is by itself.</summary>
    public int PageLimit { get; private set; } = int.MaxValue;

    /// <summary>Failures in a row while the server answered others.</summary>
    public int Attempts { get; private set; }

    /// <summary>Successes of all lanes when this one failed last.</summary>
    public long SuccessesAtFailure { get; set; } = long.MaxValue;

    /// <summary>The timestamp before which the lane rests.</summary>
    public long NotBefore { get; set; }

    /// <summary>Only what is older than this may leave now: the oldest that memory had when the pass began.</summary>
    public long UpTo { get; set; }

    /// <summary>The drainer's progress when the last pass over the lane began.</summary>
    public long ProgressAtStart { get; set; }

    /// <summary>How often the drainer had been told to resume when the last pass over the lane began.</summary>
    public long ResumesAtStart { get; set; }

    /// <summary>
    /// The progress at the start of a pass that met a merge it had to wait for; the lane rests until there is more. Anything
    /// that happened during the pass counts as more, so no wake-up is missed.
    /// </summary>
    public long WaitsSince { get; set; } = -1;

    public void Succeed()
    {
        Attempts = 0;
        SuccessesAtFailure = long.MaxValue;
        PageLimit = (int)Math.Min(PageLimit * 2L, int.MaxValue);
    }

    /// <param name="count">How many operations the failed request had.</param>
    public void Fail(int count)
    {
        Attempts++;
        PageLimit = Math.Max(1, count / 2);
    }
}
