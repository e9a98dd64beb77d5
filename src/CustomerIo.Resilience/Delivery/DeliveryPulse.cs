using System.Collections.Concurrent;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery;

/// <summary>What requests told about Customer.io lately; read by the drainer and by health.</summary>
internal sealed class DeliveryPulse(TimeProvider time)
{
    private readonly ConcurrentDictionary<EntityKey, byte> _failingErasures = new();
    private long _successes;
    private long _lastSuccessAt;
    private int _blockedStatus;

    /// <summary>Requests that ended with a known fate for every operation.</summary>
    public long Successes => Interlocked.Read(ref _successes);

    public DateTimeOffset? LastSuccessAt => Interlocked.Read(ref _lastSuccessAt) is var ticks and not 0
        ? new DateTimeOffset(ticks, TimeSpan.Zero)
        : null;

    /// <summary>The status by which the server refused credentials or address, such as 401; 0 while all is well.</summary>
    public int BlockedStatus => Volatile.Read(ref _blockedStatus);

    /// <summary>Whether the server refuses, or keeps failing on, a delete or suppress; it is never given up.</summary>
    public bool IsErasureFailing => !_failingErasures.IsEmpty;

    /// <summary>Takes note of the deletes and suppressions on a page that was sent.</summary>
    public void NoteErasures(Page page)
    {
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

    public void ErasureFails(EntityKey key) => _failingErasures.TryAdd(key, 0);

    /// <summary>One was delivered after all, or somebody decided to drop it.</summary>
    public void ErasureEnds(EntityKey key) => _failingErasures.TryRemove(key, out _);

    /// <summary>Takes note of a request; true if it is the first to be refused since the last success.</summary>
    public bool Note(SendVerdict verdict)
    {
        switch (verdict.Kind)
        {
            case SendVerdictKind.Done:
                Interlocked.Increment(ref _successes);
                Interlocked.Exchange(ref _lastSuccessAt, time.GetUtcNow().UtcTicks);
                Volatile.Write(ref _blockedStatus, 0);
                return false;
            case SendVerdictKind.Blocked:
                return Interlocked.Exchange(ref _blockedStatus, verdict.Status) == 0;
            default:
                return false;
        }
    }
}
