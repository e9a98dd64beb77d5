using CustomerIo.Resilience.Registration;

namespace CustomerIo.Resilience;

/// <summary>The fallback store and how it is drained.</summary>
public sealed class FallbackOptions
{
    /// <summary>The most operations the store keeps. Default: 100,000 in memory, 1,000,000 in SQLite.</summary>
    [NumberRange(0, 100_000_000)]
    public int? MaxCount { get; set; }

    /// <summary>The most bytes of payload the store keeps. Default: 256 MB in memory, 1 GB in SQLite.</summary>
    [NumberRange(0, 1L << 40)]
    public long? MaxBytes { get; set; }

    /// <summary>What happens at these bounds. Default: new operations are rejected.</summary>
    public StoreOverflow WhenFull { get; set; }

    /// <summary>
    /// The most dead letters the store keeps; the oldest go first, and are logged. A refused delete or suppress never goes.
    /// Default: 10,000.
    /// </summary>
    [NumberRange(0, 10_000_000)]
    public int MaxDeadLetters { get; set; } = 10_000;

    /// <summary>How long dead letters are kept; those of deletes and suppressions for ever. Default: 30 days.</summary>
    [TimeRange("00:01:00", "3650.00:00:00")]
    public TimeSpan DeadLetterRetention { get; set; } = TimeSpan.FromDays(30);

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
