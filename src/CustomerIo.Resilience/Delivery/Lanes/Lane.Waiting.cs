using CustomerIo.Resilience.Delivery.Intake;

namespace CustomerIo.Resilience.Delivery.Lanes;

/// <content>Who waits for it.</content>
internal sealed partial class Lane
{
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
                _underWay.Remove(entry.Sequence);
            }
        }

        foreach (BatchEntry entry in erased)
        {
            entry.Promise?.TrySetResult(DeliveryResult.Rejected(entry.Head.Id, RejectionReason.Erased));
        }

        NoteProgress();
    }

    /// <summary>Counts what becomes of all that waits in memory now, and hurries it; null if nothing does.</summary>
    public LaneFlush? BeginFlush()
    {
        LaneFlush flush;
        lock (_gate)
        {
            long upTo = Math.Max(
                Math.Max(_queue.LastSequence, _underWay.LastSequence),
                _working is { Count: > 0 } ? _working.Entries[^1].Sequence : 0);
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
}
