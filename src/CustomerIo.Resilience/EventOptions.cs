using System.Runtime.InteropServices;

namespace CustomerIo.Resilience;

/// <summary>What an event may carry beyond its name and data; the default is an event of now.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct EventOptions
{
    /// <summary>
    /// When it happened; the moment of the call by default. Sent in whole seconds. Only events of the past 72 hours can
    /// trigger a campaign (Track API reference).
    /// </summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>
    /// Names this event, such as an order number. The same key, person and event name give the same ULID in every process, and
    /// a repeat inside the window of <see cref="IdempotencyOptions"/> is not sent at all.
    /// </summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>The event's ULID, if you make your own. Excludes <see cref="IdempotencyKey"/>.</summary>
    public Ulid? Id { get; init; }
}
