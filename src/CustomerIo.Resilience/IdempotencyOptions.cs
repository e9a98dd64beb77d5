using CustomerIo.Resilience.Registration;

namespace CustomerIo.Resilience;

/// <summary>How repeats of an operation are recognised, for how long, and how many are kept in mind.</summary>
public sealed class IdempotencyOptions
{
    /// <summary>How long the result of an operation answers its repeats. Default: 5 min. From 1 s to 1 day.</summary>
    [TimeRange("00:00:01", "1.00:00:00")]
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The most operations kept in mind. When all are in use, further ones go through unguarded: nothing waits and
    /// nothing is dropped. Default: 100,000, about 30 MB. From 1 to 10,000,000.
    /// </summary>
    [NumberRange(1, 10_000_000)]
    public int MaxEntries { get; set; } = 100_000;

    /// <summary>What makes two operations the same one. Default: <see cref="IdempotencyMode.CallerKey"/>.</summary>
    public IdempotencyMode Mode { get; set; }
}
