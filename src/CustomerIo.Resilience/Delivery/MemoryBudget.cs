namespace CustomerIo.Resilience.Delivery;

/// <summary>Room in memory, in operations and bytes, shared by all lanes.</summary>
internal sealed class MemoryBudget(int maxCount, long maxBytes)
{
    // Above this share lanes that have a request in flight spill the rest to the store.
    private const double SpillShare = 0.75;

    private readonly long _spillCount = (long)(maxCount * SpillShare);
    private readonly long _spillBytes = (long)(maxBytes * SpillShare);
    private long _count;
    private long _bytes;

    public long Count => Interlocked.Read(ref _count);

    public long Bytes => Interlocked.Read(ref _bytes);

    public bool ShouldSpill => Count > _spillCount || Bytes > _spillBytes;

    public bool TryReserve(int bytes)
    {
        bool fits = (Interlocked.Increment(ref _count) <= maxCount) & (Interlocked.Add(ref _bytes, bytes) <= maxBytes);
        if (!fits)
        {
            Release(1, bytes);
        }

        return fits;
    }

    public void Release(int count, long bytes)
    {
        Interlocked.Add(ref _count, -count);
        Interlocked.Add(ref _bytes, -bytes);
    }
}
