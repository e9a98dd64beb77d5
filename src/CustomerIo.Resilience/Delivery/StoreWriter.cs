using CustomerIo.Resilience.Diagnostics;
using CustomerIo.Resilience.Fallback;
using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.Delivery;

/// <summary>Takes a page's operations to the store: those the server could not take, and those it refused.</summary>
internal sealed class StoreWriter(IFallbackStore store, LaneSet lanes, TimeProvider time, ILogger logger)
{
    private static readonly CustomerIoError StoreFull = new(
        "The fallback store has no room, or failed; see the log. Try again later, raise Fallback.MaxCount or MaxBytes, or " +
        "make room on the disk.");

    private int _isFull;

    /// <summary>
    /// Stores what has no fate yet. What finds no room is told to those who wait for it; the rest stays on the page, and this
    /// gives false.
    /// </summary>
    public async ValueTask<bool> StoreAsync(Lane lane, Page page)
    {
        List<int> indices = Unsettled(page);
        lane.ExpectDelivery(page);
        int taken = await TryAppendAsync(lane, page, indices).ConfigureAwait(false);
        for (int position = 0; position < indices.Count; position++)
        {
            ref PageEntry entry = ref page.Entries[indices[position]];
            if (position < taken)
            {
                entry.Result = DeliveryResult.Stored(entry.Head.Id);
            }
            else if (entry.Promise is not null && !entry.Head.Kind.IsErasure())
            {
                entry.Result = DeliveryResult.Rejected(entry.Head.Id, RejectionReason.StoreFull, StoreFull);
            }
        }

        await EraseAsync(lane, page).ConfigureAwait(false);
        lane.Settle(page);
        return Unsettled(page).Count == 0;
    }

    /// <summary>Keeps what the server refused, before anybody is told, and completes erasures.</summary>
    public async ValueTask KeepRefusedAsync(Lane lane, Page page)
    {
        if (page.RefusedCount > 0)
        {
            await KeepDeadLettersAsync(lane, page).ConfigureAwait(false);
        }

        await EraseAsync(lane, page).ConfigureAwait(false);
    }

    /// <summary>For each erasure on the page that was delivered or stored: nothing older of that person stays in the store.</summary>
    public async ValueTask EraseAsync(Lane lane, Page page)
    {
        if (!page.HoldsErasures)
        {
            return;
        }

        List<PageEntry> done = ErasuresDoneOn(page);
        try
        {
            int erased = await store.EraseAsync(lane.Index, [.. done.Select(ErasureOf)], default).ConfigureAwait(false);
            lane.SettleStored(0, erased);
            done.ForEach(entry => lane.TellErased(entry.Head.Key, entry.Sequence));
        }
        catch (Exception exception)
        {
            DeliveryLog.StoreFailed(logger, exception);
        }
    }

    public DeadLetter DeadLetterOf(Operation operation, in DeliveryResult result, int attempts = 1) => new()
    {
        Operation = operation,
        Reason = result.Reason,
        Error = result.Error,
        Attempts = attempts,
        RejectedAt = time.GetUtcNow(),
    };

    /// <summary>Says that older dead letters had to go.</summary>
    public void Note(CompleteResult result)
    {
        if (result.Dropped > 0)
        {
            DeliveryLog.DeadLettersDropped(logger, result.Dropped);
        }
    }

    private async ValueTask KeepDeadLettersAsync(Lane lane, Page page)
    {
        List<DeadLetter> letters = [];
        for (int index = 0; index < page.Count; index++)
        {
            if (page.Entries[index].Result.Status is DeliveryStatus.Rejected)
            {
                letters.Add(DeadLetterOf(OperationOf(lane, page, index), page.Entries[index].Result));
            }
        }

        try
        {
            Note(await store.CompleteAsync(lane.Index, [], letters, default).ConfigureAwait(false));
            DeliveryLog.Refused(logger, letters.Count, letters[0].Error?.Reason ?? "unknown");
        }
        catch (Exception exception)
        {
            DeliveryLog.DeadLettersLost(logger, letters.Count, exception);
        }
    }

    private async ValueTask<int> TryAppendAsync(Lane lane, Page page, List<int> indices)
    {
        try
        {
            return await AppendAsync(lane, page, indices).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            DeliveryLog.StoreFailed(logger, exception);
            return 0;
        }
    }

    private async ValueTask<int> AppendAsync(Lane lane, Page page, List<int> indices)
    {
        Operation[] operations = [.. indices.Select(index => OperationOf(lane, page, index))];
        AppendResult result = await store.AppendAsync(operations, default).ConfigureAwait(false);
        if (result.Taken > 0)
        {
            lane.StoreHolds(operations[0].Sequence);
        }

        NoteRoom(operations.Length - result.Taken);
        lane.SettleStored(0, result.Duplicates);
        NoteEvicted(result.Evicted);
        return result.Taken;
    }

    private void NoteRoom(int refused)
    {
        bool isFull = refused > 0;
        if (Interlocked.Exchange(ref _isFull, isFull ? 1 : 0) == (isFull ? 1 : 0))
        {
            return;
        }

        if (isFull)
        {
            DeliveryLog.StoreFull(logger, refused);
        }
        else
        {
            DeliveryLog.StoreHasRoom(logger);
        }
    }

    private void NoteEvicted(IReadOnlyList<EvictedOperation> evicted)
    {
        foreach (EvictedOperation operation in evicted)
        {
            lanes[operation.Lane].SettleStored(0, 1);
            lanes[operation.Lane].TellEvicted(operation.Sequence);
        }

        if (evicted.Count > 0)
        {
            DeliveryLog.Evicted(logger, evicted.Count);
        }
    }

    private static List<PageEntry> ErasuresDoneOn(Page page)
    {
        List<PageEntry> done = [];
        foreach (ref readonly PageEntry entry in page.Entries)
        {
            if (entry.Head.Kind.IsErasure() && entry.Result.Status is DeliveryStatus.Delivered or DeliveryStatus.Stored)
            {
                done.Add(entry);
            }
        }

        return done;
    }

    private static Erasure ErasureOf(PageEntry entry) => new(entry.Head.Key.ToString(), entry.Sequence);

    private static Operation OperationOf(Lane lane, Page page, int index)
    {
        PageEntry entry = page.Entries[index];
        return new Operation
        {
            Id = entry.Head.Id,
            Sequence = entry.Sequence,
            Lane = lane.Index,
            Kind = entry.Head.Kind,
            Key = entry.Head.Key.ToString(),
            OccurredAt = entry.Head.OccurredAt,
            Payload = page.PayloadOf(index).ToArray(),
            PeerLane = entry.Head.PeerLane is OperationHead.NoPeer ? null : entry.Head.PeerLane,
        };
    }

    private static List<int> Unsettled(Page page)
    {
        List<int> indices = [];
        for (int index = 0; index < page.Count; index++)
        {
            if (!page.Entries[index].IsSettled)
            {
                indices.Add(index);
            }
        }

        return indices;
    }
}
