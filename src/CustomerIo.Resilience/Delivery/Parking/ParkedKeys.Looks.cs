using CustomerIo.Resilience.Delivery.Intake;
using CustomerIo.Resilience.Delivery.Lanes;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery.Parking;

/// <content>What lanes ask it.</content>
internal sealed partial class ParkedKeys
{
    /// <summary>Whether a key has parked so much that its callers are to be turned away.</summary>
    public bool IsFull(EntityKey key)
    {
        if (IsEmpty)
        {
            return false;
        }

        lock (_gate)
        {
            return Find(key) is { } held && held.Count >= maxPerKey;
        }
    }

    /// <summary>What to do with an operation that waits in memory, on its lane.</summary>
    public Look LookAt(in OperationHead head, long sequence)
    {
        if (IsEmpty)
        {
            return Look.Send;
        }

        lock (_gate)
        {
            Look look = Judge(head, sequence);
            if (look is Look.Park)
            {
                GetOrHold(head.Key.StoredKey).Reserved++;
            }

            return look;
        }
    }

    /// <summary>
    /// Whether an operation that has to be parked waits for one that is parked in memory: the store may get it only after that.
    /// </summary>
    public bool HasToFollow(in OperationHead head, long sequence)
    {
        lock (_gate)
        {
            bool follows = Find(head.Key) is { } own && own.HasInMemoryBefore(sequence);
            foreach (EntityKey named in head.Others?.Named ?? [])
            {
                follows |= Find(named) is { } held && held.HasInMemoryBefore(sequence);
            }

            return follows;
        }
    }

    /// <summary>Whether it would go its way; nothing is reserved.</summary>
    public bool WouldSend(in OperationHead head, long sequence)
    {
        if (IsEmpty)
        {
            return true;
        }

        lock (_gate)
        {
            return Judge(head, sequence) is Look.Send;
        }
    }

    /// <summary>Same, for one that its lane has read from the store.</summary>
    public Look LookAt(Operation row)
    {
        if (IsEmpty)
        {
            return Look.Send;
        }

        lock (_gate)
        {
            Look look = Judge(row);
            if (look is Look.Park)
            {
                GetOrHold(row.Key).Reserved++;
            }

            return look;
        }
    }

    /// <summary>Same, without reserving.</summary>
    public bool WouldSend(Operation row)
    {
        if (IsEmpty)
        {
            return true;
        }

        lock (_gate)
        {
            return Judge(row) is Look.Send;
        }
    }

    /// <summary>An operation that failed is about to be parked: reserves its key.</summary>
    public void Reserve(string key)
    {
        lock (_gate)
        {
            GetOrHold(key).Reserved++;
        }
    }

    /// <summary>
    /// A dead letter is about to be replayed: true if it has to be parked, because it always is or because something holds its
    /// key; its keys are reserved then.
    /// </summary>
    public bool ReserveForReplay(Operation letter)
    {
        lock (_gate)
        {
            bool parks = letter.Kind.IsBarrier()
                || _keys.ContainsKey(letter.Key)
                || letter.NamedKeys.Any(named =>
                    _keys.GetValueOrDefault(named) is { FirstBarrier: < long.MaxValue } or { FirstBarrierRow: < long.MaxValue });
            if (parks)
            {
                foreach (string key in letter.OwnKeys)
                {
                    GetOrHold(key).Reserved++;
                }
            }

            return parks;
        }
    }

    /// <summary>It is not parked after all.</summary>
    public void Unreserve(string key)
    {
        lock (_gate)
        {
            HeldKeyState held = _keys[key];
            held.Reserved--;
            Free(held);
        }
    }

    /// <summary>Whether somebody whom an operation in memory names is erased after it.</summary>
    public bool IsNamedErased(in OperationHead head, long sequence)
    {
        lock (_gate)
        {
            bool isErased = false;
            foreach (EntityKey named in head.Others?.Named ?? [])
            {
                isErased |= Find(named) is { } held && sequence < held.ErasedBefore;
            }

            return isErased;
        }
    }

    /// <summary>Same, for one that the store has; it is older than whatever waits in memory.</summary>
    public bool IsNamedErased(Operation row)
    {
        lock (_gate)
        {
            return row.NamedKeys.Any(named => _keys.GetValueOrDefault(named) is { } held
                && (row.Position < held.ErasedBelow || held.Memory.ContainsKey(held.ErasedBefore)));
        }
    }

    private Look Judge(in OperationHead head, long sequence)
    {
        HeldKeyState? own = Find(head.Key);
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
                parks |= Find(named) is { } held && held.FirstBarrier < sequence;
            }
        }

        return parks ? Look.Park : Look.Send;
    }

    private Look Judge(Operation row)
    {
        HeldKeyState? own = _keys.GetValueOrDefault(row.Key);
        if (own is not null && row.Position < own.ErasedBelow)
        {
            return Look.Erase;
        }

        bool parks = own is not null && (own.FirstRow < row.Position || own.Reserved > 0);
        foreach (string named in row.NamedKeys)
        {
            parks |= _keys.GetValueOrDefault(named) is { } held && held.FirstBarrierRow < row.Position;
        }

        return parks ? Look.Park : Look.Send;
    }
}
