using System.Security.Cryptography;
using System.Text;

namespace CustomerIo.Resilience.AspNetCore.Webhooks;

/// <summary>
/// The events under way, so that a repeat shares their end, and those that were handled, so that a repeat is not
/// handled again: bounded in number, the oldest go first, and in time. What failed is forgotten.
/// </summary>
internal sealed class EventMemory(CustomerIoWebhookOptions options, TimeProvider time)
{
    private const int LongestKey = 64;

    private readonly object _gate = new();
    private readonly int _capacity = options.RememberEvents;
    private readonly long _lifetime = (long)(options.RememberFor.TotalSeconds * time.TimestampFrequency);
    private readonly Queue<(string Key, long Until)> _handled = new();

    // An entry is under way; null was handled.
    private readonly Dictionary<string, EventEntry?> _events = new(StringComparer.Ordinal);

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _events.Count;
            }
        }
    }

    /// <summary>
    /// Whether the event is new, and its entry: a new one, or that of the first while it is under way.
    /// </summary>
    public bool IsNew(string eventId, out EventEntry? entry)
    {
        string key = KeyOf(eventId);
        lock (_gate)
        {
            ForgetOld();
            if (_events.TryGetValue(key, out entry))
            {
                return false;
            }

            entry = new EventEntry(key);
            _events.Add(key, entry);
            return true;
        }
    }

    /// <summary>Ends an event, once: a second end is ignored.</summary>
    /// <returns>Whether this was the first end.</returns>
    public bool TryEnd(EventEntry entry, WebhookOutcome outcome, out bool wasAcknowledged)
    {
        if (!entry.TryEnd(out wasAcknowledged))
        {
            return false;
        }

        lock (_gate)
        {
            if (outcome is WebhookOutcome.Handled)
            {
                _events[entry.Key] = null;
                _handled.Enqueue((entry.Key, time.GetTimestamp() + _lifetime));
                ForgetOld();
            }
            else
            {
                _events.Remove(entry.Key);
            }
        }

        entry.Tell(outcome);
        return true;
    }

    // Ids are 26 characters long; what is longer must not cost more memory.
    private static string KeyOf(string eventId) => eventId.Length <= LongestKey
        ? eventId
        : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(eventId)));

    private void ForgetOld()
    {
        long now = time.GetTimestamp();
        while (_handled.TryPeek(out (string Key, long Until) oldest)
            && (_handled.Count > _capacity || oldest.Until <= now))
        {
            _events.Remove(_handled.Dequeue().Key);
        }
    }
}
