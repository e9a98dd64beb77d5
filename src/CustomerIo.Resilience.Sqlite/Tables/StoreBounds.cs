namespace CustomerIo.Resilience.Sqlite.Tables;

/// <summary>How much the store keeps, and for how long.</summary>
internal sealed class StoreBounds(FallbackOptions options, TimeProvider time)
{
    private const int DefaultMaxCount = 1_000_000;
    private const long DefaultMaxBytes = 1L << 30;

    public long MaxCount => options.MaxCount ?? DefaultMaxCount;

    public long MaxBytes => options.MaxBytes ?? DefaultMaxBytes;

    public bool DropsEvents => options.WhenFull is StoreOverflow.DropOldestEvents;

    public int MaxDeadLetters => options.MaxDeadLetters;

    public long MaxDeadLetterBytes => options.MaxDeadLetterBytes ?? DefaultMaxBytes;

    public DateTimeOffset DeadLettersExpireBefore() => time.GetUtcNow() - options.DeadLetterRetention;
}
