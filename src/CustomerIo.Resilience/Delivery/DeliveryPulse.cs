using System.Collections.Concurrent;
using CustomerIo.Resilience.Diagnostics;
using CustomerIo.Resilience.Fallback;
using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.Delivery;

/// <summary>What requests told about Customer.io lately; read by the drainer and by health.</summary>
internal sealed class DeliveryPulse(TimeProvider time, ILogger logger)
{
    private readonly ConcurrentDictionary<EntityKey, byte> _failingErasures = new();
    private long _successes;
    private long _lastSuccessAt;
    private long _lastDrainAt;
    private int _blockedStatus;

    public DateTimeOffset StartedAt { get; } = time.GetUtcNow();

    /// <summary>Requests that ended with a known fate for every operation.</summary>
    public long Successes => Interlocked.Read(ref _successes);

    public DateTimeOffset? LastSuccessAt => Moment(ref _lastSuccessAt);

    /// <summary>When operations last left the fallback store.</summary>
    public DateTimeOffset? LastDrainAt => Moment(ref _lastDrainAt);

    /// <summary>The status by which the server refused credentials or address, such as 401; 0 while all is well.</summary>
    public int BlockedStatus => Volatile.Read(ref _blockedStatus);

    /// <summary>Whether the server refuses, or keeps failing on, a delete or suppress; it is never given up.</summary>
    public bool IsErasureFailing => !_failingErasures.IsEmpty;

    public void ErasureFails(EntityKey key) => _failingErasures.TryAdd(key, 0);

    /// <summary>One was delivered after all, or somebody decided to drop it.</summary>
    public void ErasureEnds(EntityKey key) => _failingErasures.TryRemove(key, out _);

    public void NoteDrained() => Interlocked.Exchange(ref _lastDrainAt, time.GetUtcNow().UtcTicks);

    /// <summary>Takes note of how a page was received; logs the first refusal of credentials since the last success.</summary>
    public void Note(Page page, SendVerdict verdict)
    {
        NoteErasures(page);
        switch (verdict.Kind)
        {
            case SendVerdictKind.Done:
                Interlocked.Increment(ref _successes);
                Interlocked.Exchange(ref _lastSuccessAt, time.GetUtcNow().UtcTicks);
                Volatile.Write(ref _blockedStatus, 0);
                break;
            case SendVerdictKind.Blocked when Interlocked.Exchange(ref _blockedStatus, verdict.Status) == 0:
                DeliveryLog.Blocked(logger, verdict.Status);
                break;
            default:
                break;
        }
    }

    private static DateTimeOffset? Moment(ref long ticks) => Interlocked.Read(ref ticks) is var value and not 0
        ? new DateTimeOffset(value, TimeSpan.Zero)
        : null;

    private void NoteErasures(Page page)
    {
        if (!page.HoldsErasures)
        {
            return;
        }

        foreach (ref readonly PageEntry entry in page.Entries)
        {
            if (!entry.Head.Kind.IsErasure())
            {
                continue;
            }

            if (entry.Result.Status is DeliveryStatus.Rejected)
            {
                ErasureFails(entry.Head.Key);
            }
            else if (entry.Result.Status is DeliveryStatus.Delivered)
            {
                ErasureEnds(entry.Head.Key);
            }
        }
    }
}
