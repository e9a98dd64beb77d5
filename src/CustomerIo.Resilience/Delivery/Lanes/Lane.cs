using CustomerIo.Resilience.Delivery.Intake;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery.Lanes;

/// <summary>
/// What of one lane waits in memory, in the order of calls, and whether its loop has something to do. Nothing here waits or does
/// I/O; the lane's loop, and nobody else, acts on what it hands out.
/// </summary>
internal sealed class Lane : IDisposable
{
    private readonly object _gate = new();
    private readonly LaneSettings _settings;
    private readonly WakeTimer _timer;
    private readonly LaneQueue _queue;
    private readonly PassageQueue _passages = new();
    private readonly RowsUnderWay _underWay = new();
    private readonly LaneDue _due;
    private readonly LaneSleep _sleep;
    private Batch? _working;
    private long _lastNaming;

    public Lane(int index, LaneSettings settings)
    {
        Index = index;
        _settings = settings;
        _queue = new LaneQueue(settings.Batches, settings.Time);
        _due = new LaneDue(settings, _queue, Stock);
        Books = new LaneBooks(settings.Budget);
        _timer = new WakeTimer(settings.Time, Wake);
        _sleep = new LaneSleep(_due, _queue, settings.FlushInterval, _timer.WakeAfter);
    }

    public int Index { get; }

    /// <summary>What the lane's loop waits for.</summary>
    public AsyncSignal Signal { get; } = new();

    public LaneBooks Books { get; }

    /// <summary>What the store has of it, which goes before what waits in memory.</summary>
    public LaneStock Stock { get; } = new();

    /// <summary>The lane has trouble of its own.</summary>
    public bool IsInTrouble { get; set; }

    /// <summary>Whether anything waits, in memory or in the store, that is not in a request.</summary>
    public bool HasWaiting
    {
        get
        {
            lock (_gate)
            {
                return !_sleep.IsSending && (!_queue.IsEmpty || Stock.HasAny);
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
                return _working is { IsInMemory: true } ? _working.OpenedAt : _queue.OpenedAt;
            }
        }
    }

    /// <summary>Whether memory is so full that the oldest of this lane should go to the store.</summary>
    public bool ShouldSpill
    {
        get
        {
            lock (_gate)
            {
                return _due.IsSpillDue;
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

    public RejectionReason Accept(in OperationHead head, ReadOnlySpan<byte> payload, DeliveryPromise? promise)
    {
        bool wakes;
        lock (_gate)
        {
            if (_due.IsEnding)
            {
                return RejectionReason.Stopped;
            }

            if (!_settings.Budget.TryReserve(payload.Length))
            {
                return RejectionReason.QueueFull;
            }

            long sequence = Draw(head.Others is not null);
            Books.Accept(sequence);
            _queue.Add(head, sequence, payload, promise);
            wakes = _sleep.HasToWake();
        }

        if (wakes)
        {
            Signal.Set();
        }

        return RejectionReason.None;
    }

    /// <summary>An operation is on its way into the store: it takes room in memory until that has it.</summary>
    /// <returns>Its places in the order of calls and in the store; null when it cannot go straight there.</returns>
    public (long Sequence, long Position)? TryBeginAppend(in OperationHead head, int length)
    {
        lock (_gate)
        {
            if (_due.IsEnding || !_queue.IsEmpty || _working is { IsInMemory: true } || !_settings.Budget.TryReserve(length))
            {
                return null;
            }

            long sequence = Draw(head.Others is not null);
            Books.Accept(sequence);
            return (sequence, BeginAppend(sequence, head.Key.Hash));
        }
    }

    /// <summary>One that waits in memory is on its way into the store; gives its place there, which it keeps.</summary>
    public long BeginRow(long sequence, EntityKey key)
    {
        lock (_gate)
        {
            return _underWay.Add(sequence, _settings.Positions.Next(), key.Hash);
        }
    }

    /// <summary>A dead letter is on its way back: what of its key comes after it waits until the store has answered.</summary>
    public long BeginReplay(ulong key, bool namesPeople)
    {
        lock (_gate)
        {
            long sequence = Draw(namesPeople);
            BeginAppend(sequence, key);
            return sequence;
        }
    }

    /// <summary>Its append failed: it waits in memory, and the append is repeated with the same row.</summary>
    public void Follow(in OperationHead head, long sequence, Operation row, DeliveryPromise? promise)
    {
        lock (_gate)
        {
            _queue.AddDoubtful(head, sequence, row, promise);
        }

        Wake();
    }

    /// <summary>An append is over, whatever became of it: nobody waits for it any longer.</summary>
    public void EndAppend()
    {
        Stock.EndAppend();
        NoteProgress();
        Wake();
    }

    /// <summary>It is known what became of an operation that may have been under way.</summary>
    public void Decide(long sequence)
    {
        lock (_gate)
        {
            _underWay.Remove(sequence);
        }
    }

    public void Wake()
    {
        lock (_gate)
        {
            _sleep.IsAwake = true;
        }

        Signal.Set();
    }

    /// <summary>Wakes it then, or before.</summary>
    public void WakeAfter(TimeSpan wait) => _timer.WakeAfter(wait);

    /// <summary>The next batch in memory that is due; it is the loop's until it is released or put back.</summary>
    /// <param name="throughStore">It goes to the store, so that it is due as soon as it is there.</param>
    public Batch? TakeDue(bool throughStore)
    {
        lock (_gate)
        {
            return _queue.IsEmpty || !(throughStore || _due.Wait <= TimeSpan.Zero) ? null : _working = _queue.Dequeue();
        }
    }

    /// <summary>Moves the first operation that is wanted from the batches that wait to the one at work.</summary>
    public bool TryTakeInto(Batch working, Func<BatchEntry, bool> isWanted)
    {
        lock (_gate)
        {
            return !Stock.HasAny && _queue.TryMoveOne(working, isWanted);
        }
    }

    /// <summary>Ends the loop's turn when there is nothing to do: false when something has come up meanwhile.</summary>
    public bool TrySleep(bool isSending, bool throughStore)
    {
        lock (_gate)
        {
            return _sleep.TrySleep(isSending, throughStore);
        }
    }

    /// <summary>The lane rests whatever comes, until it is woken.</summary>
    public void Rest()
    {
        lock (_gate)
        {
            _sleep.Rest();
        }
    }

    /// <summary>The loop is done with a batch: what it still has in memory goes back to the head of the queue.</summary>
    public void Release(Batch batch)
    {
        lock (_gate)
        {
            if (batch.IsInMemory)
            {
                _queue.PutBack(batch);
            }

            _working = ReferenceEquals(batch, _working) ? null : _working;
        }

        _settings.Batches.Return(batch);
    }

    /// <summary>Sends what waits soon, or has a request under way; false if nothing waits, or the lane has trouble itself.</summary>
    public bool TryHurry()
    {
        lock (_gate)
        {
            if (IsInTrouble || (!_sleep.IsSending && _queue.IsEmpty && !Stock.HasAny))
            {
                return false;
            }
        }

        Hurry();
        return true;
    }

    /// <summary>Those who wait for the lane to get past a point go on, if it has.</summary>
    public void NoteProgress()
    {
        List<Passage>? past;
        lock (_gate)
        {
            past = _passages.TakePast(OldestInMemory);
        }

        past?.ForEach(static passage => passage.Pass());
    }

    /// <summary>Tells a passage when what was called before it, or of that what names people, has left memory; hurries it.</summary>
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
        }

        Hurry();
    }

    /// <summary>Takes a person's operations out that wait in memory, for a later delete or suppress makes them pointless.</summary>
    public List<BatchEntry> TakeErased(EntityKey key, long before)
    {
        lock (_gate)
        {
            List<BatchEntry> erased = _queue.Remove(entry => entry.Sequence < before && entry.Head.Key.Equals(key));
            erased.ForEach(entry => _underWay.Remove(entry.Sequence));
            return erased;
        }
    }

    /// <summary>Makes everything in memory leave as soon as it can.</summary>
    public void Hurry()
    {
        lock (_gate)
        {
            _queue.Hurry();
        }

        Wake();
    }

    /// <summary>Takes nothing new from now on.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _due.IsEnding = true;
        }

        Hurry();
    }

    public void Dispose() => _timer.Dispose();

    // Of what is on its way into the store nobody knows yet that it is there.
    private long OldestInMemory => Math.Min(
        Math.Min(_working?.FirstInMemory ?? long.MaxValue, _queue.FirstSequence), _underWay.FirstSequence);

    private long Draw(bool namesPeople)
    {
        long sequence = _settings.Sequences.Next();
        _lastNaming = namesPeople ? sequence : _lastNaming;
        return sequence;
    }

    private long BeginAppend(long sequence, ulong key)
    {
        Stock.BeginAppend();
        return _underWay.Add(sequence, _settings.Positions.Next(), key);
    }
}
