using CustomerIo.Resilience.Delivery.Intake;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery.Lanes;

/// <summary>The batches of one lane that wait in memory, the last of them open; guarded by the lane's lock.</summary>
internal sealed class LaneQueue(BatchPool pool, TimeProvider time)
{
    private readonly List<Batch> _batches = [];

    public bool IsEmpty => _batches.Count == 0;

    public bool HasClosed => _batches.Count > 1;

    public Batch First => _batches[0];

    public long FirstSequence => _batches.Count > 0 ? _batches[0].FirstSequence : long.MaxValue;

    public long LastSequence => _batches.Count > 0 ? _batches[^1].Entries[^1].Sequence : 0;

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

    public void SetLastRow(Operation row) => _batches[^1].SetRow(_batches[^1].Count - 1, row, isDoubtful: true);

    public Batch Dequeue()
    {
        Batch first = _batches[0];
        _batches.RemoveAt(0);
        return first;
    }

    public void PutBack(Batch batch) => _batches.Insert(0, batch);

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

                target.Add(entry.Head, entry.Sequence, _batches[index].PayloadOf(position).Span, entry.Promise);
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
        Batch rest = pool.Rent();
        rest.OpenedAt = old.OpenedAt;
        for (int entry = 0; entry < old.Count; entry++)
        {
            ref BatchEntry kept = ref old.Entries[entry];
            if (!kept.HasLeft)
            {
                rest.Add(kept.Head, kept.Sequence, old.PayloadOf(entry).Span, kept.Promise);
                if (old.RowOf(entry) is { } row)
                {
                    rest.SetRow(rest.Count - 1, row, kept.IsDoubtful);
                }
            }
        }

        rest.IsUrgent |= old.IsUrgent;
        pool.Return(old);
        if (rest.Count > 0)
        {
            _batches[index] = rest;
            return;
        }

        _batches.RemoveAt(index);
        pool.Return(rest);
    }
}
