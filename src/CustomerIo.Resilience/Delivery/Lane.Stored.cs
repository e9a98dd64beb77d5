using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery;

/// <content>The lane's side of the store: what is there, who drains it, and the way back to sending directly.</content>
internal sealed partial class Lane
{
    private long _oldestStored = long.MaxValue;
    private bool _draining;
    private long _storeWrites;

    private bool HasStored => _oldestStored != long.MaxValue;

    public LaneStatus Status
    {
        get
        {
            lock (Gate)
            {
                return new LaneStatus(Index, IsDiverted, _account.Figures.InMemory, _account.Figures.Stored);
            }
        }
    }

    private bool PassesThroughStore => IsDiverted || _settings.Role is StoreRole.Journal;

    /// <summary>The store has operations of a former run.</summary>
    public void Restore(LaneBacklog backlog)
    {
        lock (Gate)
        {
            IsDiverted = true;
            _oldestStored = backlog.OldestSequence;
            _account.Restore(backlog.Count);
        }
    }

    /// <summary>The store took operations of the pump, from this sequence on.</summary>
    public void StoreHolds(long sequence)
    {
        lock (Gate)
        {
            _storeWrites++;
            _oldestStored = Math.Min(_oldestStored, sequence);
        }
    }

    /// <summary>The drainer's look at the store: its oldest operation. Gives whether that has moved on since the last.</summary>
    public bool StoreBegins(long sequence)
    {
        lock (Gate)
        {
            bool moved = _oldestStored != sequence;
            _oldestStored = sequence;
            return moved;
        }
    }

    /// <summary>Books what left the store: delivered, or refused, erased, evicted or had twice.</summary>
    public void SettleStored(long delivered, long rejected)
    {
        lock (Gate)
        {
            _account.SettleStored(delivered, rejected);
        }
    }

    /// <summary>Claims the lane for one drain request; false while nothing in the store is older than what is in memory.</summary>
    /// <param name="upTo">The oldest in memory: what the store has from there on would overtake it.</param>
    public bool TryBeginDrain(out long upTo)
    {
        lock (Gate)
        {
            upTo = OldestInMemory;
            bool free = PassesThroughStore && !_draining && _oldestStored < upTo;
            _draining |= free;
            return free;
        }
    }

    public void EndDrain()
    {
        lock (Gate)
        {
            _draining = false;
            EndFlushesAndWaiters();
        }
    }

    /// <summary>Counts the pump's writes to the store, so that a look at the store can tell whether it is still true.</summary>
    public long StoreWrites
    {
        get
        {
            lock (Gate)
            {
                return _storeWrites;
            }
        }
    }

    /// <summary>
    /// The store was found empty: sends directly again, unless the pump has written since the look, or is storing just now.
    /// </summary>
    /// <param name="storeWrites"><see cref="StoreWrites"/> before the look.</param>
    /// <param name="lost">Operations that the store should have had.</param>
    public bool TryGoLive(long storeWrites, out long lost)
    {
        lock (Gate)
        {
            lost = 0;
            if (_taken is not null || _spilled is not null || _storeWrites != storeWrites)
            {
                return false;
            }

            lost = _account.WriteOff();
            _oldestStored = long.MaxValue;
            IsDiverted = false;
            EndFlushesAndWaiters();
        }

        Wake();
        return true;
    }
}
