using CustomerIo.Resilience.Delivery.Intake;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery.Lanes;

/// <summary>The batches of one lane that wait in memory, the last of them open; guarded by the lane's lock.</summary>
internal sealed class LaneQueue(BatchPool pool, TimeProvider time)
{
    private readonly List<Batch> _batches = [];
    private bool _isUnordered;

    public bool IsEmpty => _batches.Count == 0;

    public bool HasClosed => _batches.Count > 1;

    public Batch First => _batches[0];

    /// <summary>When the first was opened, as a timestamp; null without any.</summary>
    public long? OpenedAt => _batches.Count > 0 ? _batches[0].OpenedAt : null;

    public long FirstSequence
    {
        get
        {
            long first = _batches.Count > 0 ? _batches[0].FirstInMemory : long.MaxValue;
            for (int index = 1; _isUnordered && index < _batches.Count; index++)
            {
                first = Math.Min(first, _batches[index].FirstInMemory);
            }

            return first;
        }
    }

    /// <summary>Adds one whose append failed, which may have happened all the same.</summary>
    public void AddDoubtful(in OperationHead head, long sequence, Operation row, DeliveryPromise? promise)
    {
        Add(head, sequence, row.Payload.Span, promise);
        _batches[^1].SetRow(_batches[^1].Count - 1, row, isDoubtful: true);
    }

    public void Add(in OperationHead head, long sequence, ReadOnlySpan<byte> payload, DeliveryPromise? promise)
    {
        if (_batches.Count == 0 || !_batches[^1].Accepts(payload.Length))
        {
            Batch batch = pool.Rent();
            batch.OpenedAt = time.GetTimestamp();
            _batches.Add(batch);
        }

        _batches[^1].Add(head, sequence, payload, promise);
    }

    public Batch Dequeue()
    {
        Batch first = _batches[0];
        _batches.RemoveAt(0);
        _isUnordered &= _batches.Count > 0;
        return first;
    }

    /// <summary>Puts what a batch still has in memory to the head.</summary>
    public void PutBack(Batch batch)
    {
        if (Rest(batch) is { } rest)
        {
            // One that was moved up to be a trial is behind others now.
            _isUnordered |= _batches.Count > 0 && rest.LastSequence > _batches[0].FirstInMemory;
            _batches.Insert(0, rest);
        }
    }

    /// <summary>Makes everything leave as soon as it can.</summary>
    public void Hurry()
    {
        foreach (Batch batch in _batches)
        {
            batch.IsUrgent = true;
        }
    }

    /// <summary>
    /// Takes out the operations that are to go: marks them as left and copies the rest together. Gives those that went. What the
    /// store may have stays.
    /// </summary>
    public List<BatchEntry> Remove(Func<BatchEntry, bool> isToGo)
    {
        List<BatchEntry> removed = [];
        for (int index = _batches.Count - 1; index >= 0; index--)
        {
            int before = removed.Count;
            for (int position = 0; position < _batches[index].Count; position++)
            {
                ref BatchEntry entry = ref _batches[index].Entries[position];
                if (!entry.IsDoubtful && isToGo(entry))
                {
                    removed.Add(entry);
                    entry.HasLeft = true;
                }
            }

            if (removed.Count > before)
            {
                Close(index);
            }
        }

        return removed;
    }

    /// <summary>Moves the first wanted operation, which the store does not have, to another batch, if that has room.</summary>
    public bool TryMoveOne(Batch target, Func<BatchEntry, bool> isWanted)
    {
        for (int index = 0; index < _batches.Count; index++)
        {
            for (int position = 0; position < _batches[index].Count; position++)
            {
                ref BatchEntry entry = ref _batches[index].Entries[position];
                if (entry.IsDoubtful || !isWanted(entry) || !target.Accepts(entry.Length))
                {
                    continue;
                }

                target.AddFrom(_batches[index], position);
                entry.HasLeft = true;
                Close(index);
                return true;
            }
        }

        return false;
    }

    private void Close(int index)
    {
        Batch old = _batches[index];
        if (Rest(old) is { } rest)
        {
            rest.IsUrgent |= old.IsUrgent;
            _batches[index] = rest;
        }
        else
        {
            _batches.RemoveAt(index);
        }

        pool.Return(old);
    }

    private Batch? Rest(Batch batch)
    {
        Batch rest = pool.Rent();
        rest.OpenedAt = batch.OpenedAt;
        for (int index = batch.NextWaitingInMemory(); index < batch.Count; index = batch.NextWaitingInMemory(index + 1))
        {
            rest.AddFrom(batch, index);
        }

        if (rest.Count > 0)
        {
            return rest;
        }

        pool.Return(rest);
        return null;
    }
}
