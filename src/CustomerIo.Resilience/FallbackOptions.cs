using CustomerIo.Resilience.Registration;

namespace CustomerIo.Resilience;

/// <summary>The fallback store and how it is drained.</summary>
public sealed class FallbackOptions
{
    /// <summary>The most operations the in-memory store keeps; at the bound new ones are rejected. Default: 100,000.</summary>
    [NumberRange(0, 100_000_000)]
    public int MaxCount { get; set; } = 100_000;

    /// <summary>The most bytes of payload the in-memory store keeps. Default: 256 MB.</summary>
    [NumberRange(0, 1L << 40)]
    public long MaxBytes { get; set; } = 256_000_000;

    /// <summary>The most dead letters the in-memory store keeps; the oldest go first, and are logged. Default: 10,000.</summary>
    [NumberRange(0, 10_000_000)]
    public int MaxDeadLetters { get; set; } = 10_000;

    /// <summary>
    /// How often an operation is tried while Customer.io answers others, before it becomes a dead letter. An outage uses up no
    /// attempts; deletes and suppressions are never given up. Default: 10.
    /// </summary>
    [NumberRange(1, 1_000)]
    public int MaxAttempts { get; set; } = 10;

    /// <summary>The first wait after a failed drain; it doubles up to <see cref="MaxDrainDelay"/>. Default: 1 s.</summary>
    [TimeRange("00:00:00.010", "01:00:00")]
    public TimeSpan DrainDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait between two tries to drain, also when credentials are refused. Default: 60 s.</summary>
    [TimeRange("00:00:00.010", "1.00:00:00")]
    public TimeSpan MaxDrainDelay { get; set; } = TimeSpan.FromSeconds(60);
}
