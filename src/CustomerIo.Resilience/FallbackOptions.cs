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

    /// <summary>
    /// The most bytes of payload that dead letters keep; the oldest go first, and are logged. A refused delete or suppress never
    /// goes. Default: 64 MB in memory, 1 GB in SQLite.
    /// </summary>
    [NumberRange(0, 1L << 40)]
    public long? MaxDeadLetterBytes { get; set; }

    /// <summary>How long dead letters are kept; those of deletes and suppressions for ever. Default: 30 days.</summary>
    [TimeRange("00:01:00", "3650.00:00:00")]
    public TimeSpan DeadLetterRetention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// How often an operation is tried while Customer.io answers others, before it becomes a dead letter. An outage uses up no
    /// attempts; deletes and suppressions are never given up. Default: 10.
    /// </summary>
    [NumberRange(1, 1_000)]
    public int MaxAttempts { get; set; } = 10;

    /// <summary>
    /// Over how long a time those attempts have to spread at the least, and how near an attempt requests of others must have
    /// succeeded, before and after it, so that it counts. Default: 10 minutes.
    /// </summary>
    [TimeRange("00:00:01", "1.00:00:00")]
    public TimeSpan MinBlameTime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How many operations may be given up in an hour. When more would be, something else is wrong: they stay, and health is
    /// unhealthy. Default: 100.
    /// </summary>
    [NumberRange(0, 1_000_000)]
    public int MaxBlamed { get; set; } = 100;

    /// <summary>
    /// How long operations wait for a store that cannot be opened before they are sent without it, unhealthy; with
    /// <see cref="Durability.WriteAhead"/> they wait for it. Default: 10 s.
    /// </summary>
    [TimeRange("00:00:00", "01:00:00")]
    public TimeSpan OpenTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The first wait after an operation that fails by itself has failed; it doubles up to <see cref="MaxDrainDelay"/>. Default:
    /// 1 s.
    /// </summary>
    [TimeRange("00:00:00.010", "01:00:00")]
    public TimeSpan DrainDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest such wait, also when credentials are refused. Default: 60 s.</summary>
    [TimeRange("00:00:00.010", "1.00:00:00")]
    public TimeSpan MaxDrainDelay { get; set; } = TimeSpan.FromSeconds(60);
}
