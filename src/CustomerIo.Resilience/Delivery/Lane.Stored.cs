using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery;

/// <content>The lane's side of the store: what is there, who drains it, and the way back to sending directly.</content>
internal sealed partial class Lane
{
    private long _oldestStored = long.MaxValue;
    private bool _draining;

    private bool HasStored => _oldestStored != long.MaxValue;

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

    /// <summary>Claims the lane for one drain request; false while the pump has a request under way.</summary>
    public bool TryBeginDrain()
    {
        lock (Gate)
        {
            bool free = IsDiverted && HasStored && !_draining && !_sending;
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

    /// <summary>
    /// The store was found empty: sends directly again, unless the pump is storing just now. Gives the number of operations
    /// that the store should have had.
    /// </summary>
    public long GoLive()
    {
        long lost;
        lock (Gate)
        {
            if (_taken is not null)
            {
                return 0;
            }

            lost = _account.WriteOff();
            _oldestStored = long.MaxValue;
            IsDiverted = false;
            EndFlushesAndWaiters();
        }

        Wake();
        return lost;
    }
}
