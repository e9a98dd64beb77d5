namespace CustomerIo.Resilience.Delivery.Lanes;

/// <summary>
/// The books of one lane, or of the side lane, guarded by its lock. Every accepted operation is in exactly one of the figures.
/// </summary>
internal sealed class LaneCounters(MemoryBudget budget)
{
    private readonly List<LaneFlush> _flushes = [];
    private LaneFigures _figures;

    /// <summary>
    /// What is stored can be delivered before the append that stored it has returned; the difference is still counted as in
    /// memory.
    /// </summary>
    public LaneFigures Figures => _figures.Stored >= 0
        ? _figures
        : _figures with { Stored = 0, InMemory = _figures.InMemory + _figures.Stored };

    public long Stored => _figures.Stored;

    public void Accept()
    {
        _figures.Accepted++;
        _figures.InMemory++;
    }

    /// <summary>Operations leave memory, those whose fate is newly known.</summary>
    public void Settle(ReadOnlySpan<BatchEntry> entries)
    {
        int count = 0;
        long bytes = 0;
        foreach (ref readonly BatchEntry entry in entries)
        {
            if (entry.AwaitsSettling && !entry.IsStored)
            {
                count++;
                bytes += entry.Length;
                Count(entry.Sequence, entry.Result.Status);
            }
        }

        budget.Release(count, bytes);
    }

    /// <summary>An operation leaves memory.</summary>
    public void Settle(long sequence, int payloadBytes, DeliveryStatus status)
    {
        budget.Release(1, payloadBytes);
        Count(sequence, status);
    }

    /// <summary>Operations leave the store.</summary>
    public void SettleStored(long delivered, long rejected)
    {
        _figures.Stored -= delivered + rejected;
        _figures.Delivered += delivered;
        _figures.Rejected += rejected;
    }

    /// <summary>Operations go to, or come from, the books of the side lane.</summary>
    public void Move(long inMemory, long stored)
    {
        _figures.InMemory += inMemory;
        _figures.Stored += stored;
    }

    /// <summary>The store has operations that these books do not know: of a former run, or a replayed dead letter.</summary>
    public void Restore(long count)
    {
        _figures.Accepted += count;
        _figures.Stored += count;
    }

    /// <summary>The store turned out to be empty: what it should have is lost, and gives the number.</summary>
    public long WriteOff()
    {
        long lost = Math.Max(0, _figures.Stored);
        Lose(lost);
        return lost;
    }

    /// <summary>The store does not have what it took.</summary>
    public void Lose(long count)
    {
        _figures.Stored -= count;
        _figures.Lost += count;
    }

    public LaneFlush BeginFlush(long upTo)
    {
        LaneFlush flush = new(upTo, _figures.InMemory);
        _flushes.Add(flush);
        return flush;
    }

    public void EndFlushes(long oldestInMemory)
    {
        if (_flushes.Count > 0)
        {
            _flushes.RemoveAll(flush => flush.TryEnd(oldestInMemory));
        }
    }

    private void Count(long sequence, DeliveryStatus status)
    {
        _figures.InMemory--;
        _figures.Delivered += status is DeliveryStatus.Delivered ? 1 : 0;
        _figures.Stored += status is DeliveryStatus.Stored ? 1 : 0;
        _figures.Rejected += status is DeliveryStatus.Rejected ? 1 : 0;
        foreach (LaneFlush flush in _flushes)
        {
            flush.Count(sequence, status);
        }
    }
}
