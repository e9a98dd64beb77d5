using CustomerIo.Resilience.Delivery.Intake;
using CustomerIo.Resilience.Delivery.Lanes;
using CustomerIo.Resilience.Diagnostics;
using CustomerIo.Resilience.Fallback;
using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.Delivery.Parking;

/// <summary>
/// What is out of its lane's order. Deletes, suppressions, unsuppressions and merges come here from the call; what failed by
/// itself, and what waits behind either, from the lanes. It stays in the books of its own lane.
/// </summary>
internal sealed class SideLane(LaneSettings settings, LaneSet lanes, ParkedKeys parked)
{
    public ParkedKeys Parked => parked;

    /// <summary>Learns the keys of operations that are out of others' way.</summary>
    public Action<IEnumerable<string>>? Left { get; set; }

    /// <summary>What the side lane's loop waits for.</summary>
    public AsyncSignal Signal { get; } = new();

    /// <summary>Takes a delete, suppress, unsuppress or merge.</summary>
    public RejectionReason Accept(in OperationHead head, ReadOnlySpan<byte> payload, DeliveryPromise? promise)
    {
        OperationHead copy = head;
        bool isErasure = head.Kind.IsErasure();
        byte[] bytes = payload.ToArray();
        if (!settings.Budget.TryReserve(bytes.Length, isErasure))
        {
            return RejectionReason.QueueFull;
        }

        Lane own = lanes.For(head.Key);
        ParkedOperation? operation = parked.Begin(() =>
        {
            ParkedOperation made = new(copy, settings.Sequences.Next(), bytes, promise);
            made.Passage = new Passage(() => TakeTurn(made));
            own.Books.Accept(made.Sequence);
            return made;
        });
        if (operation is null)
        {
            settings.Budget.Release(1, bytes.Length);
            return RejectionReason.Stopped;
        }

        if (isErasure)
        {
            Erase(own, operation);
        }

        Lane? second = head.Others?.Second is { } other ? lanes.For(other) : null;
        lanes.WhenPast(operation.Passage!, operation.Sequence, own, second);
        return RejectionReason.None;
    }

    /// <summary>A lane has parked an operation that was in memory.</summary>
    public void TakeFromLane(Lane lane, ParkedOperation operation)
    {
        // What was called before it may still be in the lane's memory, even at work.
        Passage passage = operation.Passage = new Passage(() => TakeTurn(operation));
        parked.Keep(operation);
        lane.Decide(operation.Sequence);
        lane.WhenPast(passage, operation.Sequence - 1, namingOnly: false);
        passage.Pass();
        Signal.Set();
    }

    /// <summary>A lane has parked operations that the store has.</summary>
    public void TakeRows(Lane lane, IReadOnlyList<Operation> rows, bool haveFailed)
    {
        lane.Stock.Leave(rows.Count);
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
        foreach (HeldKey held in contents.HeldKeys)
        {
            lanes.Of(held.Key).Books.Restore(held.OwnCount);
            parked.Restore(held, contents.NewestPosition);
        }

        Signal.Set();
    }

    /// <summary>The store has one more, parked from the call on.</summary>
    public void TakeAppended(Lane lane, long sequence, Operation row)
    {
        lane.Books.Settle(sequence, row.Payload.Length, DeliveryStatus.Stored);
        parked.KeepRows([row]);
        lane.Decide(sequence);
        Signal.Set();
    }

    /// <summary>A dead letter was replayed, and waits parked; its key is reserved.</summary>
    public void AddRow(Operation row)
    {
        parked.KeepRows([row]);
        Signal.Set();
    }

    /// <summary>Parked operations in memory are now in the store.</summary>
    public void MoveToStore(IReadOnlyList<ParkedOperation> operations)
    {
        foreach (ParkedOperation operation in operations)
        {
            BooksOf(operation).Settle(operation.Sequence, operation.Payload.Length, DeliveryStatus.Stored);
        }

        parked.MoveToStore(operations);
        Left?.Invoke(operations.SelectMany(static operation => operation.OwnKeys.Concat(operation.NamedKeys)));
    }

    /// <summary>A parked operation in memory is done with.</summary>
    public void Settle(ParkedOperation operation, DeliveryResult result)
    {
        BooksOf(operation).Settle(operation.Sequence, operation.Payload.Length, result.Status);
        parked.Remove(operation);
        Left?.Invoke(operation.OwnKeys.Concat(operation.NamedKeys));
        operation.Promise?.TrySetResult(result);
    }

    /// <summary>A parked row is done with: delivered, or not.</summary>
    public void SettleRow(Operation row, bool isDelivered)
    {
        lanes.Of(row.Key).Books.SettleStored(isDelivered ? 1 : 0, isDelivered ? 0 : 1);
        parked.RemoveRow(row);
        Left?.Invoke(row.OwnKeys.Concat(row.NamedKeys));
    }

    /// <summary>The store should have parked rows of a key, and has none.</summary>
    public void LoseRows(HeldKeyState held, ILogger logger)
    {
        long lost = parked.LoseRows(held.Key);
        lanes.Of(held.Key).Books.Lose(lost);
        DeliveryLog.LostParked(logger, lost);
    }

    private LaneBooks BooksOf(ParkedOperation operation) => lanes.For(operation.Head.Key).Books;

    private static void Erase(Lane lane, ParkedOperation erasure)
    {
        foreach (BatchEntry entry in lane.TakeErased(erasure.Head.Key, erasure.Sequence))
        {
            lane.Books.Settle(entry.Sequence, entry.Length, DeliveryStatus.Rejected);
            entry.Promise?.TrySetResult(DeliveryResult.Rejected(entry.Head.Id, RejectionReason.Erased));
        }

        lane.NoteProgress();
    }

    private void TakeTurn(ParkedOperation operation)
    {
        foreach (string key in operation.OwnKeys)
        {
            parked.Enqueue(key);
        }

        Signal.Set();
    }
}
