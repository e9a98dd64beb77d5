using CustomerIo.Resilience.Delivery.Intake;

namespace CustomerIo.Resilience.Delivery.Lanes;

/// <summary>
/// The state of one lane: what waits in memory, what the store has of it, and the books. Nothing here waits or does I/O; the
/// lane's loop, and nobody else, acts on what it hands out.
/// </summary>
internal sealed partial class Lane : IDisposable
{
    private readonly object _gate = new();
    private readonly LaneSettings _settings;
    private readonly ITimer _timer;
    private readonly LaneQueue _queue;
    private readonly LaneCounters _counters;
    private readonly LanePassages _passages = new();
    private readonly StoredPart _stored = new();
    private readonly RowsUnderWay _underWay = new();
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
            ForgetSettled(batch);
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
            rest.SetRow(rest.Count - 1, batch.RowOf(index), entry.IsDoubtful);
        }

        lock (_gate)
        {
            _queue.PutBack(rest);
            _working = null;
        }

        _settings.Batches.Return(batch);
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

    /// <summary>Whether the lane has trouble of its own.</summary>
    public void NoteTrouble(bool isInTrouble)
    {
        lock (_gate)
        {
            _isInTrouble = isInTrouble;
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

    // Of what is on its way into the store nobody knows yet that it is there.
    private long OldestInMemory => Math.Min(
        Math.Min(_working?.FirstInMemory ?? long.MaxValue, _queue.FirstSequence), _underWay.FirstSequence);

    private void ForgetSettled(Batch batch)
    {
        if (_underWay.FirstSequence == long.MaxValue)
        {
            return;
        }

        foreach (ref readonly BatchEntry entry in batch.Entries)
        {
            if (entry.AwaitsSettling && !entry.IsStored)
            {
                _underWay.Remove(entry.Sequence);
            }
        }
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
