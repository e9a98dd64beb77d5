using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery;

/// <summary>
/// The state of one lane: what waits in memory, whether it is sent or stored next, and the account. Nothing here waits or
/// does I/O; the pump and the drainer act on what it hands out, each for one lane at a time.
/// </summary>
internal sealed partial class Lane : IDisposable
{
    private readonly LaneSettings _settings;
    private readonly Action<Lane> _startPump;
    private readonly ITimer _timer;
    private readonly LaneQueue _queue;
    private readonly LaneAccount _account;
    private readonly PromiseBook _promises = new();
    private readonly List<LaneWaiter> _waiters = [];
    private Page? _taken;
    private Page? _spilled;
    private bool _pumping;
    private bool _sending;
    private bool _spilling;
    private bool _stopped;

    public Lane(int index, LaneSettings settings, Action<Lane> startPump)
    {
        Index = index;
        _settings = settings;
        _startPump = startPump;
        _queue = new LaneQueue(settings.Pages, settings.Time);
        _account = new LaneAccount(settings.Budget);
        _timer = settings.Time.CreateTimer(
            static lane => ((Lane)lane!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public int Index { get; }

    /// <summary>Guards everything; a merge holds two, the lower index first.</summary>
    public object Gate { get; } = new();

    /// <summary>
    /// What comes next goes to the store, and nobody waits for its delivery: something older is there, or the server cannot
    /// take it.
    /// </summary>
    public bool IsDiverted { get; private set; }

    public LaneFigures Figures
    {
        get
        {
            lock (Gate)
            {
                return _account.Figures;
            }
        }
    }

    public RejectionReason Append(in OperationHead head, ReadOnlySpan<byte> payload, DeliveryPromise? promise)
    {
        bool start;
        List<PageEntry>? erased = null;
        lock (Gate)
        {
            if (_stopped)
            {
                return RejectionReason.Stopped;
            }

            if (!_settings.Budget.TryReserve(payload.Length))
            {
                return RejectionReason.QueueFull;
            }

            if (head.Kind.IsErasure())
            {
                erased = Erase(head.Key);
            }

            _queue.Add(head, _settings.Sequences.Next(), payload, promise);
            _account.Accept(head.Kind);
            start = ShouldStart();
        }

        erased?.ForEach(static entry => entry.Promise?.TrySetResult(entry.Result));

        if (start)
        {
            _startPump(this);
        }

        return RejectionReason.None;
    }

    /// <summary>Adds one side of a merge. The caller holds both gates, has reserved the room, and wakes the lane.</summary>
    public void AppendMergeSide(
        in OperationHead head, long sequence, ReadOnlySpan<byte> payload, DeliveryPromise? promise)
    {
        _queue.Add(head, sequence, payload, promise);
        _queue.Hurry();
        _account.Accept(head.Kind);
    }

    /// <summary>Whether it takes nothing new; the caller of a merge holds the gate.</summary>
    public bool IsStopped => _stopped;

    /// <summary>Starts the pump, which looks whether something is due.</summary>
    public void Wake()
    {
        bool start;
        lock (Gate)
        {
            start = !_pumping && !_queue.IsEmpty;
            _pumping |= start;
        }

        if (start)
        {
            _startPump(this);
        }
    }

    /// <summary>The next page that is due, for the pump; null ends the pump.</summary>
    /// <param name="throughStore">Whether it goes to the store: something older is there, or everything does.</param>
    public Page? Take(out bool throughStore)
    {
        throughStore = true;
        lock (Gate)
        {
            if (_spilling)
            {
                return TakeBesideRequest();
            }

            if (!_queue.IsEmpty)
            {
                TimeSpan wait = UntilDue(_queue.First);
                if (wait <= TimeSpan.Zero)
                {
                    _taken = _queue.Dequeue();
                    throughStore = PassesThroughStore && !IsOlderThanStore(_taken);
                    _sending = !throughStore;
                    return _taken;
                }

                _timer.Change(wait, Timeout.InfiniteTimeSpan);
            }

            _pumping = false;
            return null;
        }
    }

    /// <summary>Books the operations of a page whose fate is known, and tells those who wait for them.</summary>
    public void Settle(Page page)
    {
        lock (Gate)
        {
            _account.Settle(page.Entries);
        }

        foreach (ref PageEntry entry in page.Entries)
        {
            if (entry.AwaitsSettling)
            {
                entry.IsSettled = true;
                if (entry.Promise is { } promise && !GoesOnWaiting(in entry))
                {
                    promise.TrySetResult(entry.Result);
                }
            }
        }
    }

    /// <summary>Ends the pump's work on a page that was sent, or that went to the store.</summary>
    public void Release(Page page, bool throughStore)
    {
        lock (Gate)
        {
            LetGo(page);

            // A store that took nothing has nothing to be drained, so nothing else would end the diversion.
            IsDiverted &= HasStored || !throughStore;
            EndFlushesAndWaiters();
        }

        _settings.Pages.Return(page);
    }

    /// <summary>Puts back what found no room in the store and ends the pump; the lane tries again after a while.</summary>
    public void PutBack(Page page, TimeSpan retryAfter)
    {
        Page rest = _settings.Pages.Rent();
        page.CopyUnsettled(rest);
        lock (Gate)
        {
            _queue.PutBack(rest);
            LetGo(page);

            // Of two at work on the lane the other goes on.
            _pumping = _spilling;
            _spilling = false;
            PauseSpilling(retryAfter);
            IsDiverted = HasStored;
            EndFlushesAndWaiters();
            _timer.Change(retryAfter, Timeout.InfiniteTimeSpan);
        }

        _settings.Pages.Return(page);
    }

    /// <summary>From now on the store comes first, until it is empty again.</summary>
    public void Divert()
    {
        IReadOnlyList<Promised> stored;
        lock (Gate)
        {
            IsDiverted = true;
            stored = _promises.TakeStored();
            EndFlushesAndWaiters();
        }

        foreach (Promised promised in stored)
        {
            promised.Promise.TrySetResult(DeliveryResult.Stored(promised.Id));
        }
    }

    /// <summary>
    /// Waits until everything before a sequence has left memory and store; unless it is to wait through outages, it ends with
    /// false when the lane is diverted.
    /// </summary>
    public Task<bool> WhenPastAsync(long sequence, bool throughOutage = false)
    {
        LaneWaiter waiter = new(sequence, throughOutage);
        lock (Gate)
        {
            if (!waiter.TryEnd(OldestPending, IsDiverted))
            {
                _waiters.Add(waiter);
            }
        }

        return waiter.Past;
    }

    /// <summary>Whether everything before a sequence has left memory and store.</summary>
    public bool IsPast(long sequence)
    {
        lock (Gate)
        {
            return OldestPending >= sequence;
        }
    }

    /// <summary>Counts what becomes of all that waits in memory now; null if nothing does.</summary>
    public LaneFlush? BeginFlush()
    {
        LaneFlush flush;
        lock (Gate)
        {
            long upTo = Math.Max(_queue.LastSequence, Math.Max(LastSequenceOf(_taken), LastSequenceOf(_spilled)));
            if (upTo == 0)
            {
                return null;
            }

            flush = _account.BeginFlush(upTo);
            _queue.Hurry();
        }

        Wake();
        return flush;
    }

    /// <summary>Takes nothing new from now on.</summary>
    public void Stop()
    {
        lock (Gate)
        {
            _stopped = true;
        }
    }

    public void Dispose() => _timer.Dispose();

    private long OldestInMemory =>
        Math.Min(_queue.FirstSequence, Math.Min(FirstSequenceOf(_taken), FirstSequenceOf(_spilled)));

    private long OldestPending => Math.Min(OldestInMemory, _oldestStored);

    private static long FirstSequenceOf(Page? page) => page?.FirstSequence ?? long.MaxValue;

    private static long LastSequenceOf(Page? page) => page?.Entries[^1].Sequence ?? 0;

    private bool ShouldStart()
    {
        if (_pumping)
        {
            return ShouldSpill();
        }

        // By the clock alone the timer finds it due, which the page's first operation sets.
        _pumping = IsDueAnyway(_queue.First);
        if (!_pumping && _queue.First.Count == 1)
        {
            _timer.Change(_settings.FlushInterval, Timeout.InfiniteTimeSpan);
        }

        return _pumping;
    }

    private TimeSpan UntilDue(Page page) => IsDueAnyway(page)
        ? TimeSpan.Zero
        : _settings.FlushInterval - _settings.Time.GetElapsedTime(page.OpenedAt);

    private bool IsDueAnyway(Page page) =>
        page.IsUrgent
        || page.IsFull
        || page.Count >= _settings.FlushCount
        || _queue.HasClosedPages
        || PassesThroughStore
        || _stopped;

    private List<PageEntry> Erase(EntityKey key)
    {
        List<PageEntry> erased = _queue.Erase(key);
        for (int index = 0; index < erased.Count; index++)
        {
            PageEntry entry = erased[index];
            entry.Result = DeliveryResult.Rejected(entry.Head.Id, RejectionReason.Erased);
            _account.Settle(in entry);
            erased[index] = entry;
        }

        return erased;
    }

    private void EndFlushesAndWaiters()
    {
        _account.EndFlushes(OldestInMemory);
        if (_waiters.Count > 0)
        {
            long oldest = OldestPending;
            _waiters.RemoveAll(waiter => waiter.TryEnd(oldest, IsDiverted));
        }
    }
}
