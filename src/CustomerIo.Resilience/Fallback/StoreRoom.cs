namespace CustomerIo.Resilience.Fallback;

/// <summary>The room of a store in memory: how much there is, and who has it.</summary>
internal sealed class StoreRoom(FallbackOptions options)
{
    private const int DefaultMaxCount = 100_000;
    private const long DefaultMaxBytes = 256_000_000;
    private const int MaxReserved = 1_000;

    // Deletes and suppressions that came when there was no room; they take none from the others.
    private readonly HashSet<long> _reserved = [];
    private readonly int _maxCount = options.MaxCount ?? DefaultMaxCount;
    private readonly long _maxBytes = options.MaxBytes ?? DefaultMaxBytes;
    private long _footprint;

    /// <summary>Operations in the store.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of their payloads.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether there is room, if so much of what is there went.</summary>
    public bool Fits(Operation operation, int withoutCount = 0, long withoutFootprint = 0) =>
        Count - _reserved.Count - withoutCount < _maxCount
        && _footprint - withoutFootprint + operation.Footprint() <= _maxBytes;

    public void Enter(Operation operation)
    {
        Count++;
        Bytes += operation.Payload.Length;
        _footprint += operation.Footprint();
    }

    /// <summary>Finds room for a delete or suppress where there is none.</summary>
    public bool TryEnterReserve(Operation operation)
    {
        if (!operation.Kind.IsErasure() || _reserved.Count == MaxReserved)
        {
            return false;
        }

        _reserved.Add(operation.Position);
        Count++;
        Bytes += operation.Payload.Length;
        return true;
    }

    public void Leave(Operation operation)
    {
        Count--;
        Bytes -= operation.Payload.Length;
        if (!_reserved.Remove(operation.Position))
        {
            _footprint -= operation.Footprint();
        }
    }
}
