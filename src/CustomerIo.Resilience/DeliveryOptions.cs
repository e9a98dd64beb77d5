using CustomerIo.Resilience.Registration;

namespace CustomerIo.Resilience;

/// <summary>Lanes and batches: how operations wait in memory and leave.</summary>
public sealed class DeliveryOptions
{
    /// <summary>
    /// How many lanes share the people; a lane has one request in flight, so this is also the most requests at once. Default:
    /// 16. It may change while a durable store holds operations. From 1 to 256.
    /// </summary>
    [NumberRange(1, 256)]
    public int Lanes { get; set; } = 16;

    /// <summary>When an operation reaches the fallback store. Default: when it cannot be sent.</summary>
    public Durability Durability { get; set; }

    /// <summary>
    /// A lane sends what nobody awaits when so many operations wait; larger requests cost both sides less. Default: 100. From 1
    /// to 10,000.
    /// </summary>
    [NumberRange(1, 10_000)]
    public int FlushCount { get; set; } = 100;

    /// <summary>A lane sends what nobody awaits when the oldest has waited this long. Default: 5 s.</summary>
    [TimeRange("00:00:00.010", "1.00:00:00")]
    public TimeSpan FlushInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The most operations in one request. Customer.io documents no number; 1,000 is in use elsewhere. Default: 1,000. The
    /// documented limit of 500,000 bytes always holds.
    /// </summary>
    [NumberRange(1, 10_000)]
    public int MaxBatchCount { get; set; } = 1_000;

    /// <summary>The most operations that wait in memory; at the bound new ones are rejected. Default: 100,000.</summary>
    [NumberRange(1, 100_000_000)]
    public int MaxQueuedCount { get; set; } = 100_000;

    /// <summary>The most bytes of payload that wait in memory; at the bound new operations are rejected. Default: 64 MB.</summary>
    [NumberRange(100_000, 1L << 40)]
    public long MaxQueuedBytes { get; set; } = 64_000_000;

    /// <summary>How long stopping may take to send what waits; what is left goes to the store. Default: 5 s.</summary>
    [TimeRange("00:00:00", "00:10:00")]
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Adds <c>last_seen_at</c>, the moment of the call in Unix seconds, to identified people. Default: off.</summary>
    public bool StampLastSeenAt { get; set; }

    /// <summary>Adds <c>tracked_at</c>, the moment of the call in Unix seconds, to the data of events. Default: off.</summary>
    public bool StampTrackedAt { get; set; }
}
