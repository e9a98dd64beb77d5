using CustomerIo.Resilience.Registration;

namespace CustomerIo.Resilience;

/// <summary>The fallback store and how it is drained.</summary>
public sealed class FallbackOptions
{
    /// <summary>
    /// The most operations the store keeps, parked ones among them. Default: 100,000 in memory, 1,000,000 in SQLite. From 0 to
    /// 100,000,000. A tenth of it, 10,000 where it is left to the store, is also the most that is parked of one person or object;
    /// see <see cref="RejectionReason.KeyBlocked"/>.
    /// </summary>
    [NumberRange(0, 100_000_000)]
    public int? MaxCount { get; set; }

    /// <summary>
    /// The most bytes of payload the store keeps. Default: 256 MB in memory, 1 GB in SQLite. From 0 to 1,099,511,627,776.
    /// </summary>
    [NumberRange(0, 1L << 40)]
    public long? MaxBytes { get; set; }

    /// <summary>What happens at these bounds. Default: <see cref="StoreOverflow.Reject"/>.</summary>
    public StoreOverflow WhenFull { get; set; }

    /// <summary>
    /// The most dead letters the store keeps; the oldest go first, and are logged. A refused delete or suppress never goes.
    /// Default: 10,000. From 0 to 10,000,000.
    /// </summary>
    [NumberRange(0, 10_000_000)]
    public int MaxDeadLetters { get; set; } = 10_000;

    /// <summary>
    /// The most bytes of payload that dead letters keep; the oldest go first, and are logged. A refused delete or suppress never
    /// goes. Default: 64 MB in memory, 1 GB in SQLite. From 0 to 1,099,511,627,776.
    /// </summary>
    [NumberRange(0, 1L << 40)]
    public long? MaxDeadLetterBytes { get; set; }

    /// <summary>
    /// How long dead letters are kept; those of deletes and suppressions for ever. Default: 30 days. From 1 minute to 3,650 days.
    /// </summary>
    [TimeRange("00:01:00", "3650.00:00:00")]
    public TimeSpan DeadLetterRetention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// How many attempts have to count before an operation that Customer.io keeps failing on, while it takes others, becomes a
    /// dead letter. An outage uses up no attempts; deletes and suppressions are never given up. Default: 10. From 1 to 1,000.
    /// </summary>
    [NumberRange(1, 1_000)]
    public int MaxAttempts { get; set; } = 10;

    /// <summary>
    /// Over how long a time those attempts have to spread at the least, and how near an attempt requests of others must have
    /// succeeded, before and after it, so that it counts. Default: 10 minutes. From 1 s to 1 day.
    /// </summary>
    [TimeRange("00:00:01", "1.00:00:00")]
    public TimeSpan MinBlameTime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How many operations may be given up in an hour. When more would be, something else is wrong: they stay, and health is
    /// unhealthy. Default: 100. From 0, with which none is given up, to 1,000,000.
    /// </summary>
    [NumberRange(0, 1_000_000)]
    public int MaxBlamed { get; set; } = 100;

    /// <summary>
    /// How long operations wait for a store that cannot be opened before they are sent without it, unhealthy; with
    /// <see cref="Durability.WriteAhead"/> they wait for it. It is for calls before the host has started, or without one: a host
    /// does not start when the store cannot be opened. Default: 10 s. From 0 to 1 hour.
    /// </summary>
    [TimeRange("00:00:00", "01:00:00")]
    public TimeSpan OpenTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The first wait after an operation that fails by itself has failed; it doubles up to <see cref="MaxDrainDelay"/>. Default:
    /// 1 s. From 10 ms to 1 hour.
    /// </summary>
    [TimeRange("00:00:00.010", "01:00:00")]
    public TimeSpan DrainDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The longest such wait, and the wait while credentials are refused or a payload cannot be decrypted. Default: 60 s. From
    /// 10 ms to 1 day.
    /// </summary>
    [TimeRange("00:00:00.010", "1.00:00:00")]
    public TimeSpan MaxDrainDelay { get; set; } = TimeSpan.FromSeconds(60);
}
