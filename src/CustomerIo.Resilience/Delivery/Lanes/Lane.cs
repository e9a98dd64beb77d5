using CustomerIo.Resilience.Delivery.Intake;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery.Lanes;

/// <summary>
/// The state of one lane: what waits in memory, what the store has of it, and the books. Nothing here waits or does I/O; the
/// lane's loop, and nobody else, acts on what it hands out.
/// </summary>
internal sealed class Lane : IDisposable
{
    private readonly object _gate = new();
    private readonly LaneSettings _settings;
    private readonly ITimer _timer;
    private readonly LaneQueue _queue;
    private readonly LaneCounters _counters;
    private readonly LanePassages _passages = new();
    private readonly StoredPart _stored = new();
    private readonly Queue<DeliveryPromise> _awaited = new();
    private Batch? _working;
    private long _lastNaming;
    private bool _isAwake;
    private bool _isSending;
    private bool _isInTrouble;
    private bool _isStopped;
    private long _spillsNotBefore;

    public Lane(int index, LaneSettings settings)
    {
        Index = index;
        _settings = settings;
        _queue = new LaneQueue(settings.Batches, settings.Time);
        _counters = new LaneCounters(settings.Budget);
        _timer = settings.Time.CreateTimer(
            static lane => ((Lane)lane!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public int Index { get; }

    /// <summary>What the lane's loop waits for.</summary>
    public AsyncSignal Signal { get; } = new();

    public LaneFigures Figures
    {
        get
        {
            lock (_gate)
            {
                return _counters.Figures;
            }
        }
    }

    public LaneStatus Status
    {
        get
        {
            lock (_gate)
            {
                LaneFigures figures = _counters.Figures;
                return new LaneStatus(Index, IsDiverted, figures.InMemory, figures.Stored);
            }
        }
    }

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

    /// <summary>Whether anything waits, in memory or in the store, that is not in a request.</summary>
    public bool HasWaiting
    {
        get
        {
            lock (_gate)
            {
                return !_isSending && (!_queue.IsEmpty || _stored.HasAny);
            }
        }
    }

    /// <summary>When the first operation in memory was called, as a timestamp; null without any.</summary>
    public long? WaitingSince
    {
        get
        {
            lock (_gate)
            {
                return _working is { IsInMemory: true }
                    ? _working.OpenedAt
                    : _queue.IsEmpty ? null : _queue.First.OpenedAt;
            }
        }
    }

    public RejectionReason Accept(in OperationHead head, ReadOnlySpan<byte> payload, DeliveryPromise? promise)
    {
        bool wakes;
        lock (_gate)
        {
            if (_isStopped)
            {
                return RejectionReason.Stopped;
            }

            if (!_settings.Budget.TryReserve(payload.Length))
            {
                return RejectionReason.QueueFull;
            }

            long sequence = _settings.Sequences.Next();
            _queue.Add(head, sequence, payload, promise);
            _counters.Accept();
            if (promise is not null)
            {
                Await(promise, head.Id);
            }

            if (head.Others is not null)
            {
                _lastNaming = sequence;
            }

            wakes = ShouldWake();
            _isAwake |= wakes;
        }

        if (wakes)
        {
            Signal.Set();
        }

        return RejectionReason.None;
    }

    /// <summary>An operation is on its way into the store, past memory; false when nothing new is taken.</summary>
    public bool TryBeginAppend(DeliveryPromise? promise, Ulid id)
    {
        lock (_gate)
        {
            if (_isStopped || !_queue.IsEmpty || _working is { IsInMemory: true })
            {
                return false;
            }

            _counters.Accept();
            _stored.BeginAppend();
            if (promise is not null)
            {
                Await(promise, id);
            }

            return true;
        }
    }

    /// <summary>It is in the store, or has become something else and is not.</summary>
    public void EndAppend(long position, bool isStored, bool names)
    {
        lock (_gate)
        {
            _stored.EndAppend();
            if (isStored)
            {
                _counters.Move(-1, 1);
                _stored.Hold(position, position, names);
            }
        }

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

    /// <summary>It was not taken after all.</summary>
    public void Refuse()
    {
        lock (_gate)
        {
            _counters.Move(-1, 0);
            _counters.SettleStored(0, 1);
            _counters.Move(0, 1);
        }
    }

    /// <summary>Whether nothing new is taken.</summary>
    public bool IsStopped
    {
        get
        {
            lock (_gate)
            {
                return _isStopped;
            }
        }
    }

    public void Wake()
    {
        lock (_gate)
        {
            _isAwake = true;
        }

        Signal.Set();
    }

    public void WakeAfter(TimeSpan wait) => _timer.Change(wait, Timeout.InfiniteTimeSpan);

    /// <summary>The next batch in memory that is due; it is the loop's until it is released or put back.</summary>
    /// <param name="throughStore">It goes to the store, so that it is due as soon as it is there.</param>
    public Batch? TakeDue(bool throughStore)
    {
        lock (_gate)
        {
            if (_queue.IsEmpty || (UntilDue(throughStore) > TimeSpan.Zero))
            {
                return null;
            }

            return _working = _queue.Dequeue();
        }
    }

    /// <summary>The oldest batch, whether it is due or not, to make room.</summary>
    public Batch? TakeOldest()
    {
        lock (_gate)
        {
            return _queue.IsEmpty ? null : _working = _queue.Dequeue();
        }
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

    /// <summary>Ends the loop's turn when there is nothing to do: false when something has come up meanwhile.</summary>
    public bool TrySleep(bool isSending, bool throughStore)
    {
        lock (_gate)
        {
            _isSending = isSending;
            if (isSending)
            {
                _isAwake = IsSpillDue || (throughStore && !_queue.IsEmpty);
                return !_isAwake;
            }

            if (!_queue.IsEmpty)
            {
                TimeSpan wait = UntilDue(throughStore);
                if (wait <= TimeSpan.Zero)
                {
                    return false;
                }

                _timer.Change(wait, Timeout.InfiniteTimeSpan);
            }

            _isAwake = false;
            return true;
        }
    }

    /// <summary>The lane rests whatever comes, until it is woken.</summary>
    public void Rest()
    {
        lock (_gate)
        {
            _isSending = false;
            _isAwake = false;
        }
    }

    /// <summary>Books the operations in memory whose fate is known, and tells those who wait for them.</summary>
    public void Settle(Batch batch)
    {
        lock (_gate)
        {
            _counters.Settle(batch.Entries);
        }

        foreach (ref BatchEntry entry in batch.Entries)
        {
            if (entry.AwaitsSettling && !entry.IsStored)
            {
                entry.HasLeft = true;
                entry.Promise?.TrySetResult(entry.Result);
            }
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
            }

            _stored.Hold(firstPosition, lastPosition, batch.HasOthers);
        }
    }

    /// <summary>Operations leave the lane's books for those of the side lane.</summary>
    public void MoveToSide(long inMemory, long stored)
    {
        lock (_gate)
        {
            _counters.Move(-inMemory, -stored);
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

    /// <summary>The loop is done with a batch of its own.</summary>
    public void Release(Batch batch)
    {
        lock (_gate)
        {
            if (ReferenceEquals(batch, _working))
            {
                _working = null;
            }
        }

        _settings.Batches.Return(batch);
    }

    /// <summary>Puts what a batch still has in memory back to the head of the queue.</summary>
    public void PutBackRest(Batch batch)
    {
        Batch rest = _settings.Batches.Rent();
        rest.OpenedAt = batch.OpenedAt;
        for (int index = batch.NextWaitingInMemory(); index < batch.Count; index = batch.NextWaitingInMemory(index + 1))
        {
            ref readonly BatchEntry entry = ref batch.Entries[index];
            rest.Add(entry.Head, entry.Sequence, batch.PayloadOf(index).Span, entry.Promise);
            rest.SetRow(rest.Count - 1, batch.RowOf(index));
        }

        lock (_gate)
        {
            _queue.PutBack(rest);
            _working = null;
        }

        _settings.Batches.Return(batch);
    }

    /// <summary>Ends what waits for progress: flushes, and those who wait for the lane to get past a point.</summary>
    public void NoteProgress()
    {
        List<Passage>? past;
        lock (_gate)
        {
            _counters.EndFlushes(OldestInMemory);
            past = _passages.TakePast(OldestInMemory, _stored.Oldest);
        }

        past?.ForEach(static passage => passage.Pass());
    }

    /// <summary>Tells a passage when everything called before a sequence has left memory; hurries it.</summary>
    /// <param name="passage">Waits.</param>
    /// <param name="sequence">The sequence.</param>
    /// <param name="namingOnly">Only what names people is waited for.</param>
    public void WhenPast(Passage passage, long sequence, bool namingOnly)
    {
        lock (_gate)
        {
            long bound = namingOnly ? Math.Min(_lastNaming, sequence) : sequence;
            if (OldestInMemory > bound)
            {
                return;
            }

            _passages.Add(passage, bound);
            _queue.Hurry();
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

    /// <summary>A later delete or suppress makes operations pointless that wait in memory: they go, and their callers are told.</summary>
    /// <param name="key">The person.</param>
    /// <param name="before">Only what was called before this.</param>
    public void Erase(EntityKey key, long before)
    {
        List<BatchEntry> erased;
        lock (_gate)
        {
            erased = _queue.Remove(entry => entry.Sequence < before && entry.Head.Key.Equals(key));
            foreach (BatchEntry entry in erased)
            {
                _counters.Settle(entry.Sequence, entry.Length, DeliveryStatus.Rejected);
            }
        }

        foreach (BatchEntry entry in erased)
        {
            entry.Promise?.TrySetResult(DeliveryResult.Rejected(entry.Head.Id, RejectionReason.Erased));
        }
    }

    /// <summary>Counts what becomes of all that waits in memory now, and hurries it; null if nothing does.</summary>
    public LaneFlush? BeginFlush()
    {
        LaneFlush flush;
        lock (_gate)
        {
            long upTo = Math.Max(_queue.LastSequence, _working is { Count: > 0 } ? _working.Entries[^1].Sequence : 0);
            if (upTo == 0)
            {
                return null;
            }

            flush = _counters.BeginFlush(upTo);
            _queue.Hurry();
        }

        Wake();
        return flush;
    }

    /// <summary>Sends what waits soon, or has a request under way; false if nothing waits, or the lane has trouble itself.</summary>
    public bool TryHurry()
    {
        lock (_gate)
        {
            if (_isInTrouble || (!_isSending && _queue.IsEmpty && !_stored.HasAny))
            {
                return false;
            }

            _queue.Hurry();
        }

        Wake();
        return true;
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

    /// <summary>Whether the lane has trouble of its own.</summary>
    public void NoteTrouble(bool isInTrouble)
    {
        lock (_gate)
        {
            _isInTrouble = isInTrouble;
        }
    }

    /// <summary>Tells the callers whose time is over where their operations are; true if others still wait.</summary>
    public bool AnswerLate(long deadline)
    {
        lock (_gate)
        {
            while (_awaited.TryPeek(out DeliveryPromise? promise) && (promise.HasEnded || promise.Deadline <= deadline))
            {
                _awaited.Dequeue().AnswerWhereItIs();
            }

            return _awaited.Count > 0;
        }
    }

    /// <summary>The end: tells everybody who still waits.</summary>
    public void AnswerAll(Action<DeliveryPromise> answer)
    {
        lock (_gate)
        {
            while (_awaited.TryDequeue(out DeliveryPromise? promise))
            {
                answer(promise);
            }
        }
    }

    /// <summary>Takes nothing new from now on.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _isStopped = true;
            _queue.Hurry();
        }

        Wake();
    }

    public void Dispose() => _timer.Dispose();

    private bool IsDiverted => _isInTrouble || (_stored.HasAny && _settings.Mode is not StoreMode.WriteAhead);

    private long OldestInMemory => Math.Min(_working?.FirstInMemory ?? long.MaxValue, _queue.FirstSequence);

    private bool IsSpillDue =>
        _settings.Mode is StoreMode.Spill
        && _queue.HasClosed
        && _settings.Budget.ShouldSpill
        && _settings.Time.GetTimestamp() >= _spillsNotBefore;

    private void Await(DeliveryPromise promise, Ulid id)
    {
        while (_awaited.TryPeek(out DeliveryPromise? first) && first.HasEnded)
        {
            _awaited.Dequeue();
        }

        promise.OperationId = id;
        promise.Deadline = _settings.Time.GetTimestamp() + ToTimestamp(_settings.CallerTimeout);
        _awaited.Enqueue(promise);
    }

    private bool ShouldWake()
    {
        if (_isAwake)
        {
            return false;
        }

        if (_isSending)
        {
            return IsSpillDue;
        }

        bool isDue = IsDueAnyway(_queue.First);
        if (!isDue && _queue.First.Count == 1)
        {
            // By the clock alone the timer finds it due, which the batch's first operation sets.
            _timer.Change(_settings.FlushInterval, Timeout.InfiniteTimeSpan);
        }

        return isDue;
    }

    private TimeSpan UntilDue(bool throughStore) => throughStore || IsDueAnyway(_queue.First)
        ? TimeSpan.Zero
        : _settings.FlushInterval - _settings.Time.GetElapsedTime(_queue.First.OpenedAt);

    private bool IsDueAnyway(Batch batch) =>
        batch.IsUrgent
        || batch.IsFull
        || batch.Count >= _settings.FlushCount
        || _queue.HasClosed
        || _settings.Mode is StoreMode.WriteAhead
        || _stored.HasAny
        || _isStopped;

    private long ToTimestamp(TimeSpan span) => (long)(span.TotalSeconds * _settings.Time.TimestampFrequency);
}
