using CustomerIo.Resilience.Delivery.Intake;
using CustomerIo.Resilience.Delivery.Lanes;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery.Parking;

/// <summary>What is parked, and what that means for others; guarded by <see cref="ParkedKeys"/>.</summary>
internal sealed class ParkingRules(HeldKeyTable keys, SortedDictionary<long, ParkedOperation> memory, long maxPerKey)
{
    public IReadOnlyDictionary<string, HeldKeyState> Keys => keys.All;

    /// <summary>What is parked in memory, by sequence.</summary>
    public SortedDictionary<long, ParkedOperation> Memory => memory;

    /// <summary>Whether a key has parked so much that its callers are to be turned away.</summary>
    public bool IsFull(EntityKey key) => keys.Find(key) is { } held && held.Count >= maxPerKey;

    /// <summary>What to do with an operation that waits in memory, on its lane.</summary>
    public Look Judge(in OperationHead head, long sequence)
    {
        HeldKeyState? own = keys.Find(head.Key);
        if (own is not null && sequence < own.ErasedBefore)
        {
            return Look.Erase;
        }

        bool parks = own is not null
            && (own.Rows > 0 || own.Reserved > 0 || own.HasInMemoryBefore(sequence));
        if (!parks && head.Others is { } others)
        {
            foreach (EntityKey named in others.Named)
            {
                parks |= keys.Find(named) is { } held && held.FirstBarrier < sequence;
            }
        }

        return parks ? Look.Park : Look.Send;
    }

    /// <summary>Same, for one that its lane has read from the store.</summary>
    public Look Judge(Operation row)
    {
        HeldKeyState? own = keys.Find(row.Key);
        if (own is not null && row.Position < own.ErasedBelow)
        {
            return Look.Erase;
        }

        bool parks = own is not null && (own.FirstRow < row.Position || own.Reserved > 0);
        foreach (string named in row.NamedKeys)
        {
            parks |= keys.Find(named) is { } held && held.FirstBarrierRow < row.Position;
        }

        return parks ? Look.Park : Look.Send;
    }

    /// <summary>Whether an operation waits for one that is parked in memory.</summary>
    public bool HasToFollow(in OperationHead head, long sequence)
    {
        bool follows = keys.Find(head.Key) is { } own && own.HasInMemoryBefore(sequence);
        foreach (EntityKey named in head.Others?.Named ?? [])
        {
            follows |= keys.Find(named) is { } held && held.HasInMemoryBefore(sequence);
        }

        return follows;
    }

    /// <summary>Whether a dead letter that is replayed is parked.</summary>
    public bool ParksReplayed(Operation letter) =>
        letter.Kind.IsBarrier()
        || keys.Find(letter.Key) is not null
        || letter.NamedKeys.Any(named =>
            keys.Find(named) is { FirstBarrier: < long.MaxValue } or { FirstBarrierRow: < long.MaxValue });

    /// <summary>Whether somebody whom an operation in memory names is erased after it.</summary>
    public bool IsNamedErased(in OperationHead head, long sequence)
    {
        bool isErased = false;
        foreach (EntityKey named in head.Others?.Named ?? [])
        {
            isErased |= keys.Find(named) is { } held && sequence < held.ErasedBefore;
        }

        return isErased;
    }

    /// <summary>Same, for one that the store has; it is older than whatever waits in memory.</summary>
    public bool IsNamedErased(Operation row) => row.NamedKeys.Any(named => keys.Find(named) is { } held
        && (row.Position < held.ErasedBelow || held.Memory.ContainsKey(held.ErasedBefore)));
}
