using CustomerIo.Resilience.Delivery.Intake;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery.Lanes;

/// <content>What the store has of it.</content>
internal sealed partial class Lane
{
    /// <summary>Whether the store has operations of the lane, which go before those in memory.</summary>
    public bool HasStored
    {
        get
        {
            lock (_gate)
            {
                return _stored.HasAny;
            }
        }
    }

    /// <summary>A lower bound of the position of its oldest operation in the store; the highest number without any.</summary>
    public long OldestStored
    {
        get
        {
            lock (_gate)
            {
                return _stored.Oldest;
            }
        }
    }

    /// <summary>What may be used of what a look at the store shows that begins now.</summary>
    public DecidedRows Decided
    {
        get
        {
            lock (_gate)
            {
                return _underWay.Decided(_settings.Positions.Last);
            }
        }
    }

    /// <summary>An operation is on its way into the store: it takes room in memory until that has it.</summary>
    /// <param name="head">The operation.</param>
    /// <param name="length">The bytes of its payload.</param>
    /// <param name="promise">Whoever waits.</param>
    /// <returns>
    /// Its places in the order of calls and in the store; null when nothing new is taken, memory has older ones, or no room.
    /// </returns>
    public (long Sequence, long Position)? TryBeginAppend(in OperationHead head, int length, DeliveryPromise? promise)
    {
        lock (_gate)
        {
            if (_isStopped || !_queue.IsEmpty || _working is { IsInMemory: true } || !_settings.Budget.TryReserve(length))
            {
                return null;
            }

            (long sequence, long position) = (_settings.Sequences.Next(), _settings.Positions.Next());
            _underWay.Add(sequence, position, head.Key);
            _counters.Accept();
            _stored.BeginAppend();
            _lastNaming = head.Others is null ? _lastNaming : sequence;
            if (promise is not null)
            {
                Await(promise, head.Id);
            }

            return (sequence, position);
        }
    }

    /// <summary>Something is on its way into the store: it may have to follow by way of memory.</summary>
    public bool IsAppending
    {
        get
        {
            lock (_gate)
            {
                return _stored.IsAppending;
            }
        }
    }

    /// <summary>What was on its way is in the store, in its lane's order.</summary>
    public void HoldAppended(long sequence, int length, long position, bool names)
    {
        lock (_gate)
        {
            _counters.Settle(sequence, length, DeliveryStatus.Stored);
            _underWay.Remove(sequence);
            _stored.Hold(position, position, names);
        }
    }

    /// <summary>The store has no room for it.</summary>
    public void RefuseAppended(long sequence, int length)
    {
        lock (_gate)
        {
            _counters.Settle(sequence, length, DeliveryStatus.Rejected);
            _underWay.Remove(sequence);
        }
    }

    /// <summary>Its append has ended, well or not.</summary>
    public void EndAppend()
    {
        lock (_gate)
        {
            _stored.EndAppend();
        }

        NoteProgress();
        Wake();
    }

    /// <summary>Its append failed: it waits in memory, and the append is repeated with the same row.</summary>
    public void Follow(in OperationHead head, long sequence, Operation row, DeliveryPromise? promise)
    {
        lock (_gate)
        {
            _queue.Add(head, sequence, row.Payload.Span, promise);
            _queue.SetLastRow(row);
        }

        Wake();
    }

    /// <summary>Whether memory is so full that the oldest of this lane should go to the store.</summary>
    public bool ShouldSpill
    {
        get
        {
            lock (_gate)
            {
                return IsSpillDue;
            }
        }
    }

    public void PauseSpilling(TimeSpan pause)
    {
        lock (_gate)
        {
            _spillsNotBefore = _settings.Time.GetTimestamp() + ToTimestamp(pause);
        }
    }

    /// <summary>The store has some operations of a batch that was in memory. Nobody is told here.</summary>
    public void MoveToStore(Batch batch, ReadOnlySpan<int> indices, long firstPosition, long lastPosition)
    {
        lock (_gate)
        {
            foreach (int index in indices)
            {
                ref readonly BatchEntry entry = ref batch.Entries[index];
                _counters.Settle(entry.Sequence, entry.Length, DeliveryStatus.Stored);
                _underWay.Remove(entry.Sequence);
            }

            _stored.Hold(firstPosition, lastPosition, batch.HasOthers);
        }
    }

    /// <summary>An operation in memory leaves the lane's books for those of the side lane.</summary>
    public void MoveToSide(long sequence)
    {
        lock (_gate)
        {
            _counters.Move(-1, 0);
            _underWay.Remove(sequence);
        }
    }

    /// <summary>Same, for operations in the store.</summary>
    public void MoveRowsToSide(int count)
    {
        lock (_gate)
        {
            _counters.Move(0, -count);
        }
    }

    public void SettleStored(long delivered, long rejected)
    {
        lock (_gate)
        {
            _counters.SettleStored(delivered, rejected);
        }
    }

    /// <summary>A look at the store showed its oldest operation of the lane.</summary>
    /// <param name="position">Its position; 0 if there is none.</param>
    /// <param name="appends">How many appends there had been before the look.</param>
    /// <returns>How many operations the store should have had, and has not.</returns>
    public long NoteOldestStored(long position, long appends)
    {
        lock (_gate)
        {
            return _stored.NoteOldest(position, appends) ? _counters.WriteOff() : 0;
        }
    }

    /// <summary>Everything in the store up to a position has left the lane.</summary>
    public void PassStored(long position)
    {
        lock (_gate)
        {
            _stored.Pass(position, _counters.Stored <= 0);
        }
    }

    /// <summary>How many appends there were: whether a look at the store is still true.</summary>
    public long Appends
    {
        get
        {
            lock (_gate)
            {
                return _stored.Appends;
            }
        }
    }

    /// <summary>The store has operations that the lane does not know: of a former run, or replayed dead letters.</summary>
    public void Restore(long count, long oldest, long newest, bool mayName)
    {
        lock (_gate)
        {
            _counters.Restore(count);
            _stored.Hold(oldest, newest, mayName);
        }

        Wake();
    }

    /// <summary>Same, for what the store has of the lane up to a position.</summary>
    public void WhenStorePast(Passage passage, long position, bool namingOnly)
    {
        lock (_gate)
        {
            long bound = Math.Min(namingOnly ? _stored.NewestNaming : _stored.Newest, position);
            if (_stored.Oldest <= bound)
            {
                _passages.AddStored(passage, bound);
            }
        }
    }

    /// <summary>
    /// Takes the first operation of a key that is wanted out of the batches that wait, and adds it to the one at work.
    /// </summary>
    public bool TryTakeInto(Batch working, Func<BatchEntry, bool> isWanted)
    {
        lock (_gate)
        {
            return !_stored.HasAny && _queue.TryMoveOne(working, isWanted);
        }
    }

    private bool IsSpillDue =>
        _settings.Mode is StoreMode.Spill
        && _queue.HasClosed
        && _settings.Budget.ShouldSpill
        && _settings.Time.GetTimestamp() >= _spillsNotBefore;
}
