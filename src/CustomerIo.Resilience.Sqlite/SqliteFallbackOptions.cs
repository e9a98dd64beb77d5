namespace CustomerIo.Resilience;

/// <summary>How a SQLite store keeps its file. How much it keeps is in <see cref="FallbackOptions"/>.</summary>
public sealed class SqliteFallbackOptions
{
    private long _diskReserve = 8_000_000;
    private TimeSpan _openTimeout = TimeSpan.FromSeconds(5);

    /// <summary>What the store does before it says that operations are safe. Default: <see cref="SqliteSynchronous.Full"/>.</summary>
    public SqliteSynchronous Synchronous { get; set; }

    /// <summary>
    /// Bytes of a second file beside the first that are given up when the disk is full, so that what was delivered can still be
    /// removed; 0 is none. A smaller reserve also keeps SQLite's log smaller, which costs speed. Default: 8 MB.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public long DiskReserve
    {
        get => _diskReserve;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _diskReserve = value;
        }
    }

    /// <summary>How long opening waits for a former process that still has the file. Default: 5 s.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public TimeSpan OpenTimeout
    {
        get => _openTimeout;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            _openTimeout = value;
        }
    }

    /// <summary>How long the end waits for a disk that does not answer.</summary>
    internal TimeSpan EndTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>SQLite's way to the disk; null is its own. Tests put one between that fails.</summary>
    internal string? Vfs { get; set; }
}
