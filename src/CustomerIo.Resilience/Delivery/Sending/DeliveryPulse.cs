using System.Collections.Concurrent;
using CustomerIo.Resilience.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.Delivery.Sending;

/// <summary>What happened lately, for status and health.</summary>
internal sealed class DeliveryPulse(TimeProvider time, ILogger logger)
{
    private readonly ConcurrentDictionary<string, byte> _failingErasures = new(StringComparer.Ordinal);
    private long _lastSuccessAt;
    private long _lastDrainAt;
    private long _lastMoveAt;
    private int _blockedStatus;
    private string? _unexpected;

    public DateTimeOffset StartedAt { get; } = time.GetUtcNow();

    public DateTimeOffset? LastSuccessAt => Moment(ref _lastSuccessAt);

    /// <summary>When operations last left the fallback store.</summary>
    public DateTimeOffset? LastDrainAt => Moment(ref _lastDrainAt);

    /// <summary>When operations last moved at all: delivered, refused or stored.</summary>
    public DateTimeOffset? LastMoveAt => Moment(ref _lastMoveAt);

    /// <summary>The exception nobody foresaw that keeps operations from being sent; null while there is none.</summary>
    public string? Unexpected => Volatile.Read(ref _unexpected);

    /// <summary>Whether Customer.io refuses, or keeps failing on, a delete or suppress; it is never given up.</summary>
    public bool IsErasureFailing => !_failingErasures.IsEmpty;

    /// <summary>More operations should have been given up than is believable.</summary>
    public bool IsBlamingTooMuch { get; set; }

    /// <param name="key">The person, as stores keep it.</param>
    public void ErasureFails(string key) => _failingErasures.TryAdd(key, 0);

    /// <summary>One was delivered after all, or somebody decided to drop it.</summary>
    /// <param name="key">The person, as stores keep it.</param>
    public void ErasureEnds(string key) => _failingErasures.TryRemove(key, out _);

    public void NoteMoved() => Interlocked.Exchange(ref _lastMoveAt, time.GetUtcNow().UtcTicks);

    public void NoteDrained()
    {
        Interlocked.Exchange(ref _lastDrainAt, time.GetUtcNow().UtcTicks);
        NoteMoved();
    }

    /// <summary>A request ended well.</summary>
    public void NoteSuccess()
    {
        Interlocked.Exchange(ref _lastSuccessAt, time.GetUtcNow().UtcTicks);
        NoteMoved();
        if (Volatile.Read(ref _unexpected) is not null)
        {
            Volatile.Write(ref _unexpected, null);
        }

        if (Volatile.Read(ref _blockedStatus) != 0)
        {
            Volatile.Write(ref _blockedStatus, 0);
        }
    }

    /// <summary>A request failed; logs the first refusal of credentials since the last success.</summary>
    public void NoteFailure(SendResult result)
    {
        if (result.Unexpected is { } exception)
        {
            NoteUnexpected(exception);
        }

        if (result.Outcome is SendOutcome.Unauthorized)
        {
            NoteBlocked(result.Status);
        }
    }

    /// <summary>Credentials or address are refused.</summary>
    public void NoteBlocked(int status)
    {
        if (Interlocked.Exchange(ref _blockedStatus, status) == 0)
        {
            DeliveryLog.Blocked(logger, status);
        }
    }

    /// <summary>Only the type: nobody knows what is in the message.</summary>
    public void NoteUnexpected(Exception exception)
    {
        if (Interlocked.Exchange(ref _unexpected, exception.GetType().Name) is null)
        {
            DeliveryLog.SendingFailed(logger, exception);
        }
    }

    private static DateTimeOffset? Moment(ref long ticks) => Interlocked.Read(ref ticks) is var value and not 0
        ? new DateTimeOffset(value, TimeSpan.Zero)
        : null;
}
