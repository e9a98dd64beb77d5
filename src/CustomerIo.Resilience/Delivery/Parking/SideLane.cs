using CustomerIo.Resilience.Delivery.Intake;
using CustomerIo.Resilience.Delivery.Lanes;
using CustomerIo.Resilience.Diagnostics;
using CustomerIo.Resilience.Fallback;
using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.Delivery.Parking;

/// <summary>
/// What is out of its lane's order, and its books. Deletes, suppressions, unsuppressions and merges come here from the call;
/// what failed by itself, and what waits behind either, from the lanes.
/// </summary>
internal sealed class SideLane(LaneSettings settings, ParkedKeys parked)
{
    private readonly object _gate = new();
    private readonly LaneCounters _counters = new(settings.Budget);
    private readonly Queue<DeliveryPromise> _awaited = new();
    private bool _isStopped;

    public ParkedKeys Parked => parked;

    /// <summary>Learns the keys of operations that are out of others' way.</summary>
    public Action<IEnumerable<string>>? Left { get; set; }

    /// <summary>What the side lane's loop waits for.</summary>
    public AsyncSignal Signal { get; } = new();

    /// <summary>The books of the side lane and of all others, at one instant: nothing moves between them meanwhile.</summary>
    public (LaneFigures Side, LaneFigures All) FiguresWith(LaneSet lanes)
    {
        lock (_gate)
        {
            LaneFigures side = _counters.Figures;
            LaneFigures all = side;
            foreach (Lane lane in lanes.All)
            {
                all += lane.Figures;
            }

            return (side, all);
        }
    }

    /// <summary>Takes a delete, suppress, unsuppress or merge.</summary>
    public RejectionReason Accept(
        in OperationHead head, ReadOnlySpan<byte> payload, DeliveryPromise? promise, LaneSet lanes)
    {
        OperationHead copy = head;
        bool isErasure = head.Kind.IsErasure();
        byte[] bytes = payload.ToArray();
        ParkedOperation operation;
        lock (_gate)
        {
            if (_isStopped)
            {
                return RejectionReason.Stopped;
            }

            if (!settings.Budget.TryReserve(bytes.Length, isErasure))
            {
                return RejectionReason.QueueFull;
            }

            _counters.Accept();
            if (promise is not null)
            {
                Await(promise, head.Id);
            }

            operation = parked.Begin(() =>
            {
                ParkedOperation made = new(copy, settings.Sequences.Next(), bytes, promise);
                made.Passage = new Passage(() => TakeTurn(made));
                return made;
            });
        }

        if (isErasure)
        {
            lanes.For(head.Key).Erase(head.Key, operation.Sequence);
        }

        WaitForLanes(operation, lanes);
        return RejectionReason.None;
    }

    /// <summary>A lane has parked an operation that was in memory.</summary>
    public void TakeFromLane(Lane lane, ParkedOperation operation)
    {
        lock (_gate)
        {
            lane.MoveToSide(operation.Sequence);
            _counters.Move(1, 0);
            if (operation.Promise is { } promise)
            {
                _awaited.Enqueue(promise);
            }
        }

        parked.Keep(operation);
        Signal.Set();
    }

    /// <summary>A lane has parked operations that the store has.</summary>
    public void TakeRows(Lane lane, IReadOnlyList<Operation> rows, bool haveFailed)
    {
        lock (_gate)
        {
            lane.MoveRowsToSide(rows.Count);
            _counters.Move(0, rows.Count);
        }

        parked.KeepRows(rows);
        if (haveFailed)
        {
            Array.ForEach([.. rows], row => parked.Change(row.Key, static held => held.Failures++));
        }

        Signal.Set();
    }

    /// <summary>The store has a former run's parked operations.</summary>
    public void Restore(StoreContents contents)
    {
        lock (_gate)
        {
            _counters.Restore(contents.Parked);
        }

        foreach (HeldKey held in contents.HeldKeys)
        {
            parked.Restore(held);
        }

        Signal.Set();
    }

    /// <summary>The store has one more, parked from the call on.</summary>
    public void TakeAppended(Lane lane, long sequence, Operation row)
    {
        lock (_gate)
        {
            lane.MoveToSide(sequence);
            _counters.Move(1, 0);
            _counters.Settle(sequence, row.Payload.Length, DeliveryStatus.Stored);
        }

        parked.KeepRows([row]);
        Signal.Set();
    }

    /// <summary>A dead letter was replayed, and waits parked; its key is reserved.</summary>
    public void AddRow(Operation row)
    {
        lock (_gate)
        {
            _counters.Restore(1);
        }

        parked.KeepRows([row]);
        Signal.Set();
    }

    /// <summary>Parked operations in memory are now in the store.</summary>
    public void MoveToStore(IReadOnlyList<ParkedOperation> operations)
    {
        lock (_gate)
        {
            foreach (ParkedOperation operation in operations)
            {
                _counters.Settle(operation.Sequence, operation.Payload.Length, DeliveryStatus.Stored);
            }
        }

        parked.MoveToStore(operations);
        Left?.Invoke(operations.SelectMany(static operation => operation.OwnKeys.Concat(operation.NamedKeys)));
        NoteProgress();
    }

    /// <summary>A parked operation in memory is done with.</summary>
    public void Settle(ParkedOperation operation, DeliveryResult result)
    {
        lock (_gate)
        {
            _counters.Settle(operation.Sequence, operation.Payload.Length, result.Status);
        }

        parked.Remove(operation);
        Left?.Invoke(operation.OwnKeys.Concat(operation.NamedKeys));
        operation.Promise?.TrySetResult(result);
        NoteProgress();
    }

    /// <summary>Parked rows are done with.</summary>
    public void SettleRows(IReadOnlyList<Operation> rows, long delivered, long rejected)
    {
        lock (_gate)
        {
            _counters.SettleStored(delivered, rejected);
        }

        parked.RemoveRows(rows);
        Left?.Invoke(rows.SelectMany(static row => row.OwnKeys.Concat(row.NamedKeys)));
    }

    /// <summary>The store should have parked rows of a key, and has none.</summary>
    public void LoseRows(HeldKeyState held, ILogger logger)
    {
        long lost = 0;
        parked.Change(held.Key, state =>
        {
            lost = state.Rows;
            state.Rows = 0;
            state.FirstRow = long.MaxValue;
        });
        lock (_gate)
        {
            _counters.Lose(lost);
        }

        DeliveryLog.LostParked(logger, lost);
    }

    /// <summary>Counts what becomes of all that is parked in memory now; null if nothing is.</summary>
    public LaneFlush? BeginFlush()
    {
        LaneFlush flush;
        lock (_gate)
        {
            if (_counters.Figures.InMemory == 0)
            {
                return null;
            }

            flush = _counters.BeginFlush(settings.Sequences.Last);
        }

        Signal.Set();
        return flush;
    }

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
        }

        Signal.Set();
    }

    private void TakeTurn(ParkedOperation operation)
    {
        foreach (string key in operation.OwnKeys)
        {
            parked.Enqueue(key);
        }

        Signal.Set();
    }

    private void NoteProgress()
    {
        long oldest = parked.OldestInMemory;
        lock (_gate)
        {
            _counters.EndFlushes(oldest);
        }
    }

    private void Await(DeliveryPromise promise, Ulid id)
    {
        promise.OperationId = id;
        promise.Deadline = settings.Time.GetTimestamp()
            + (long)(settings.CallerTimeout.TotalSeconds * settings.Time.TimestampFrequency);
        _awaited.Enqueue(promise);
    }

    // Its own people's lanes have to get past it, and what names them on others, too.
    private static void WaitForLanes(ParkedOperation operation, LaneSet lanes)
    {
        Passage passage = operation.Passage!;
        Lane own = lanes.For(operation.Head.Key);
        Lane? second = operation.Head.Others?.Second is { } other ? lanes.For(other) : null;
        foreach (Lane lane in lanes.All)
        {
            lane.WhenPast(passage, operation.Sequence, namingOnly: !ReferenceEquals(lane, own) && !ReferenceEquals(lane, second));
        }

        passage.Pass();
    }
}
