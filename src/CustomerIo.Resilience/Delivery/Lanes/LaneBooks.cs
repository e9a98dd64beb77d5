namespace CustomerIo.Resilience.Delivery.Lanes;

/// <summary>
/// The books of one lane, with what is parked of its people. At any instant every accepted operation is in exactly one of the
/// figures.
/// </summary>
internal sealed class LaneBooks(MemoryBudget budget)
{
    private readonly object _gate = new();
    private readonly List<LaneFlush> _flushes = [];
    private LaneFigures _figures;
    private long _last;

    /// <summary>
    /// The store can let go of what it has before the append that brought it has returned; the difference is still counted as in
    /// memory.
    /// </summary>
    public LaneFigures Figures
    {
        get
        {
            lock (_gate)
            {
                return _figures.Stored >= 0
                    ? _figures
                    : _figures with { Stored = 0, InMemory = _figures.InMemory + _figures.Stored };
            }
        }
    }

    /// <summary>An operation is accepted, and waits in memory.</summary>
    public void Accept(long sequence)
    {
        lock (_gate)
        {
            _figures.Accepted++;
            _figures.InMemory++;
            _last = Math.Max(_last, sequence);
        }
    }

    /// <summary>Operations leave memory, those whose fate is newly known.</summary>
    public void Settle(ReadOnlySpan<BatchEntry> entries)
    {
        int count = 0;
        long bytes = 0;
        lock (_gate)
        {
            foreach (ref readonly BatchEntry entry in entries)
            {
                if (entry.AwaitsSettling && !entry.IsStored)
                {
                    count++;
                    bytes += entry.Length;
                    Count(entry.Sequence, entry.Result.Status);
                }
            }
        }

        budget.Release(count, bytes);
    }

    /// <summary>An operation leaves memory.</summary>
    public void Settle(long sequence, int payloadBytes, DeliveryStatus status)
    {
        lock (_gate)
        {
            Count(sequence, status);
        }

        budget.Release(1, payloadBytes);
    }

    /// <summary>Operations leave the store.</summary>
    public void SettleStored(long delivered, long rejected)
    {
        lock (_gate)
        {
            _figures.Stored -= delivered + rejected;
            _figures.Delivered += delivered;
            _figures.Rejected += rejected;
        }
    }

    /// <summary>The store has operations that the books do not know: of a former run, or replayed dead letters.</summary>
    public void Restore(long count)
    {
        lock (_gate)
        {
            _figures.Accepted += count;
            _figures.Stored += count;
        }
    }

    /// <summary>The store does not have what it took.</summary>
    public void Lose(long count)
    {
        lock (_gate)
        {
            _figures.Stored -= count;
            _figures.Lost += count;
        }
    }

    /// <summary>Counts what becomes of all that waits in memory now; null if nothing does.</summary>
    public LaneFlush? BeginFlush()
    {
        lock (_gate)
        {
            if (_figures.InMemory == 0)
            {
                return null;
            }

            LaneFlush flush = new(_last, _figures.InMemory);
            _flushes.Add(flush);
            return flush;
        }
    }

    private void Count(long sequence, DeliveryStatus status)
    {
        _figures.InMemory--;
        _figures.Delivered += status is DeliveryStatus.Delivered ? 1 : 0;
        _figures.Stored += status is DeliveryStatus.Stored ? 1 : 0;
        _figures.Rejected += status is DeliveryStatus.Rejected ? 1 : 0;
        if (_flushes.Count > 0)
        {
            _flushes.RemoveAll(flush => flush.Count(sequence, status));
        }
    }
}
