namespace CustomerIo.Resilience.Resilience;

/// <summary>How long to wait before a retry.</summary>
internal static class RetryDelay
{
    /// <summary>Doubles with each attempt, with jitter to both sides, up to the longest wait.</summary>
    /// <param name="options">Base, cap and jitter.</param>
    /// <param name="attempt">0 for the wait after the first try.</param>
    /// <param name="random">Where the jitter comes from.</param>
    public static TimeSpan Compute(RetryOptions options, int attempt, RandomSource random)
    {
        double doubled = Math.Min(
            options.BaseDelay.TotalMilliseconds * Math.Pow(2, attempt), options.MaxDelay.TotalMilliseconds);
        double jittered = doubled * (1 + (options.Jitter * ((2 * random.NextDouble()) - 1)));
        return TimeSpan.FromMilliseconds(Math.Min(jittered, options.MaxDelay.TotalMilliseconds));
    }
}
