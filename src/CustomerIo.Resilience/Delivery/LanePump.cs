using CustomerIo.Resilience.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.Delivery;

/// <summary>Carries a lane's pages from memory to the server, or to the store while the server cannot take them.</summary>
internal sealed class LanePump(
    LaneSet lanes,
    BatchSender sender,
    StoreWriter storeWriter,
    Drainer drainer,
    DeliveryPulse pulse,
    ILogger logger)
{
    private static readonly TimeSpan StoreRetryDelay = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Carries one page, if one is due, and gives whether it should be called again. Those whose calls were answered get to run
    /// before that, so that what they call next leaves together. Never throws.
    /// </summary>
    public async Task<bool> RunAsync(Lane lane, CancellationToken stopSending)
    {
        if (lane.Take(out bool throughStore) is not { } page)
        {
            return false;
        }

        bool isCarried = false;
        try
        {
            throughStore = throughStore || !await TrySendAsync(lane, page, stopSending).ConfigureAwait(false);
            isCarried = !throughStore || await storeWriter.StoreAsync(lane, page).ConfigureAwait(false);
            if (throughStore && !lane.IsDiverted && drainer.IsResting)
            {
                lane.Divert();
            }
        }
        catch (Exception exception)
        {
            DeliveryLog.PumpFailed(logger, lane.Index, exception);
        }
        finally
        {
            if (isCarried)
            {
                lane.Release(page, throughStore);
            }
            else
            {
                lane.PutBack(page, StoreRetryDelay);
            }
        }

        drainer.Progress();
        return isCarried;
    }

    private async Task<bool> TrySendAsync(Lane lane, Page page, CancellationToken stopSending)
    {
        PageEntry head = page.Entries[0];
        if (!await lanes.WhenFreeAsync(head.Head.Kind, head.Head.PeerLane, head.Sequence).ConfigureAwait(false))
        {
            lane.Divert();
            return false;
        }

        SendVerdict verdict = await sender.SendAsync(page, stopSending).ConfigureAwait(false);
        pulse.Note(page, verdict);
        await storeWriter.KeepRefusedAsync(lane, page).ConfigureAwait(false);
        lane.Settle(page);
        if (verdict.Kind is SendVerdictKind.Done)
        {
            return true;
        }

        lane.Divert();
        DeliveryLog.Diverted(logger, lane.Index, verdict.Status);
        return false;
    }
}
