namespace CustomerIo.Resilience.Delivery.Lanes;

/// <summary>
/// Room in memory, in operations and bytes, shared by all lanes. An operation takes its payload and what is kept beside it.
/// Deletes and suppressions have a reserve above the bounds: they are owed to somebody.
/// </summary>
internal sealed class MemoryBudget(int maxCount, long maxBytes)
{
    /// <summary>What an operation takes beside its payload: its entry in a batch, or the object that keeps it when parked.</summary>
    public const int BytesBeside = 160;

    private const int ErasureReserve = 1_000;
    private const long ErasureReserveBytes = ErasureReserve * 1_024L;

    // Above this share lanes move the oldest to the store.
    private const double SpillShare = 0.75;

    private readonly long _spillCount = (long)(maxCount * SpillShare);
    private readonly long _spillBytes = (long)(maxBytes * SpillShare);
    private long _count;
    private long _bytes;
    private long _spillsNotBefore = long.MinValue;

    /// <summary>The store takes nothing: when it is worth asking again, as a timestamp.</summary>
    public long SpillsNotBefore
    {
        get => Interlocked.Read(ref _spillsNotBefore);
        set => Interlocked.Exchange(ref _spillsNotBefore, value);
    }

    public long Count => Interlocked.Read(ref _count);

    public long Bytes => Interlocked.Read(ref _bytes);

    public bool ShouldSpill => Count > _spillCount || Bytes > _spillBytes;

    public bool TryReserve(int payloadBytes, bool isErasure = false)
    {
        long count = Interlocked.Increment(ref _count);
        long bytes = Interlocked.Add(ref _bytes, payloadBytes + BytesBeside);
        bool fits = isErasure
            ? count <= (long)maxCount + ErasureReserve && bytes <= maxBytes + ErasureReserveBytes
            : count <= maxCount && bytes <= maxBytes;
        if (!fits)
        {
            Release(1, payloadBytes);
        }

        return fits;
    }

    public void Release(int count, long payloadBytes)
    {
        Interlocked.Add(ref _count, -count);
        Interlocked.Add(ref _bytes, -(payloadBytes + ((long)count * BytesBeside)));
    }
}
