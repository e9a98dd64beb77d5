using CustomerIo.Resilience.Diagnostics;
using CustomerIo.Resilience.Fallback;
using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.Delivery;

/// <summary>One request's worth of draining: reads the head of a lane, sends it, and books the answer in the store.</summary>
internal sealed class DrainPass(
    IFallbackStore store,
    LaneSet lanes,
    PagePool pages,
    BatchSender sender,
    StoreWriter storeWriter,
    DeliveryPulse pulse,
    int maxBatchCount,
    int maxAttempts,
    ILogger logger,
    CancellationToken stopSending)
{
    public async Task<DrainReport> RunAsync(Lane lane, DrainState state)
    {
        long storeWrites = lane.StoreWrites;
        int maxCount = Math.Min(state.PageLimit, maxBatchCount);
        IReadOnlyList<Operation> operations = await store
            .ReadAsync(lane.Index, maxCount, Page.MaxBodyBytes, stopSending)
            .ConfigureAwait(false);
        if (operations.Count == 0)
        {
            if (!lane.TryGoLive(storeWrites, out long lost))
            {
                return new DrainReport(DrainOutcome.WaitsForPump);
            }

            if (lost > 0)
            {
                DeliveryLog.LostByStore(logger, lost, lane.Index);
            }

            return new DrainReport(DrainOutcome.Empty);
        }

        Operation head = operations[0];
        bool moved = lane.StoreBegins(head.Sequence);
        if (head.Sequence >= state.UpTo)
        {
            return new DrainReport(DrainOutcome.WaitsForPump);
        }

        if (!lanes.IsFree(head.Kind, head.PeerLane ?? OperationHead.NoPeer, head.Sequence))
        {
            return new DrainReport(moved ? DrainOutcome.CameToMerge : DrainOutcome.WaitsForMerge);
        }

        Page page = pages.Rent();
        try
        {
            Fill(page, operations, state.UpTo);
            DrainReport report = await SendAsync(lane, page, operations, state).ConfigureAwait(false);
            if (report.Outcome is DrainOutcome.Progressed && page.Count == operations.Count && page.Count < maxCount)
            {
                lane.CatchUp();
            }

            return report;
        }
        finally
        {
            pages.Return(page);
        }
    }

    private async Task<DrainReport> SendAsync(
        Lane lane, Page page, IReadOnlyList<Operation> operations, DrainState state)
    {
        SendVerdict verdict = await sender.SendAsync(page, stopSending).ConfigureAwait(false);
        pulse.Note(page, verdict);
        bool isAlone = verdict.Status >= 500 && pulse.Successes > state.SuccessesAtFailure;
        if (verdict.Kind is SendVerdictKind.Unavailable && isAlone && state.Attempts + 1 >= maxAttempts)
        {
            GiveUp(page);
        }

        int completed = await CompleteAsync(lane, page, operations, state.Attempts).ConfigureAwait(false);
        return completed > 0 || verdict.Kind is SendVerdictKind.Done
            ? new DrainReport(DrainOutcome.Progressed, verdict, page.Count)
            : new DrainReport(DrainOutcome.Failed, verdict, page.Count);
    }

    // Only what failed by itself, and never an erasure: that one stays, and health says so.
    private void GiveUp(Page page)
    {
        if (page.Count > 1)
        {
            return;
        }

        if (page.HoldsErasures)
        {
            pulse.ErasureFails(page.Entries[0].Head.Key);
            return;
        }

        page.Refuse(0, RejectionReason.AttemptsExhausted);
    }

    private async Task<int> CompleteAsync(
        Lane lane, Page page, IReadOnlyList<Operation> operations, int attempts)
    {
        List<Operation> done = new(page.Count);
        List<DeadLetter> letters = [];
        for (int index = 0; index < page.Count; index++)
        {
            DeliveryResult result = page.Entries[index].Result;
            if (result.Status is DeliveryStatus.Queued)
            {
                continue;
            }

            done.Add(operations[index]);
            if (result.Status is DeliveryStatus.Rejected)
            {
                letters.Add(storeWriter.DeadLetterOf(operations[index], result, attempts + 1));
            }
        }

        if (done.Count > 0)
        {
            CompleteResult booked = await store.CompleteAsync(lane.Index, done, letters, default).ConfigureAwait(false);
            pulse.NoteDrained();
            lane.SettleStored(booked.Removed - booked.Kept, booked.Kept);
            lane.Tell(page);
            storeWriter.Note(booked);
        }

        await storeWriter.EraseAsync(lane, page).ConfigureAwait(false);
        if (letters.Count > 0)
        {
            DeliveryLog.Refused(logger, letters.Count, letters[0].Error?.Reason ?? letters[0].Reason.ToString());
        }

        return done.Count;
    }

    private static void Fill(Page page, IReadOnlyList<Operation> operations, long upTo)
    {
        foreach (Operation operation in operations)
        {
            OperationHead head = new(
                operation.Id,
                operation.Kind,
                EntityKey.Parse(operation.Key),
                operation.OccurredAt,
                operation.PeerLane ?? OperationHead.NoPeer);
            if (operation.Sequence >= upTo || !page.Accepts(head, operation.Payload.Length))
            {
                return;
            }

            page.Add(head, operation.Sequence, operation.Payload.Span);
        }
    }
}
