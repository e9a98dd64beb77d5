using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery;

/// <summary>
/// The books of one lane, guarded by its lock. Every accepted operation is in exactly one of the figures; merge barriers,
/// which are no operations of anybody, are in none.
/// </summary>
internal sealed class LaneAccount(MemoryBudget budget)
{
    private readonly List<LaneFlush> _flushes = [];
    private LaneFigures _figures;

    public LaneFigures Figures => _figures;

    public void Accept(OperationKind kind)
    {
        if (kind is not OperationKind.MergeBarrier)
        {
            _figures.Accepted++;
            _figures.InMemory++;
        }
    }

    /// <summary>Operations leave memory, those whose fate is newly known.</summary>
    public void Settle(ReadOnlySpan<PageEntry> entries)
    {
        int count = 0;
        long bytes = 0;
        foreach (ref readonly PageEntry entry in entries)
        {
            if (entry.AwaitsSettling)
            {
                count++;
                bytes += entry.Length;
                Count(in entry);
            }
        }

        budget.Release(count, bytes);
    }

    /// <summary>An operation leaves memory.</summary>
    public void Settle(in PageEntry entry)
    {
        budget.Release(1, entry.Length);
        Count(in entry);
    }

    /// <summary>Operations leave the store.</summary>
    public void SettleStored(long delivered, long rejected)
    {
        _figures.Stored -= delivered + rejected;
        _figures.Delivered += delivered;
        _figures.Rejected += rejected;
    }

    /// <summary>The store has operations of a former run.</summary>
    public void Restore(long count)
    {
        _figures.Accepted += count;
        _figures.Stored += count;
    }

    /// <summary>The store turned out to be empty: what it should have is lost, and gives the number.</summary>
    public long WriteOff()
    {
        long lost = _figures.Stored;
        _figures.Stored = 0;
        _figures.Lost += lost;
        return lost;
    }

    public LaneFlush BeginFlush(long upTo)
    {
        LaneFlush flush = new(upTo, _figures.InMemory);
        _flushes.Add(flush);
        return flush;
    }

    public void EndFlushes(long oldestInMemory) => _flushes.RemoveAll(flush => flush.TryEnd(oldestInMemory));

    private void Count(in PageEntry entry)
    {
        if (entry.Head.Kind is OperationKind.MergeBarrier)
        {
            return;
        }

        DeliveryStatus status = entry.Result.Status;
        _figures.InMemory--;
        _figures.Delivered += status is DeliveryStatus.Delivered ? 1 : 0;
        _figures.Stored += status is DeliveryStatus.Stored ? 1 : 0;
        _figures.Rejected += status is DeliveryStatus.Rejected ? 1 : 0;
        foreach (LaneFlush flush in _flushes)
        {
            flush.Count(entry.Sequence, status);
        }
    }
}
