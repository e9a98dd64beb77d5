namespace CustomerIo.Resilience.Resilience;

/// <summary>How long to wait before a retry.</summary>
internal static class RetryDelay
{
    /// <summary>
    /// Doubles with each attempt up to the longest wait, with jitter that only lengthens; never shorter than the server
    /// asked for, and never shorter because it asked for less.
    /// </summary>
    /// <param name="options">Base, cap and jitter.</param>
    /// <param name="attempt">0 for the wait after the first try.</param>
    /// <param name="random">Where the jitter comes from.</param>
    /// <param name="asked">What the server asked for.</param>
    public static TimeSpan Compute(RetryOptions options, int attempt, RandomSource random, TimeSpan? asked = null)
    {
        double longest = options.MaxDelay.TotalMilliseconds;
        double doubled = Math.Min(options.BaseDelay.TotalMilliseconds * Math.Pow(2, attempt), longest);
        double jittered = Math.Min(doubled * (1 + (options.Jitter * random.NextDouble())), longest);
        TimeSpan backOff = TimeSpan.FromMilliseconds(jittered);
        return asked > backOff ? asked.Value : backOff;
    }
}
