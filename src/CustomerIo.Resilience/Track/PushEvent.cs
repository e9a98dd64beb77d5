using CustomerIo.Resilience.Events;

namespace CustomerIo.Resilience.Track;

/// <summary>A report of what happened to a push notification, for the older endpoint.</summary>
public sealed class PushEvent
{
    /// <summary>Describes what happened.</summary>
    /// <param name="deliveryId">The delivery of the push notification.</param>
    /// <param name="name">What happened.</param>
    /// <param name="deviceId">The device token it happened on.</param>
    /// <exception cref="ArgumentException">An identifier is empty.</exception>
    public PushEvent(string deliveryId, PushEventName name, string deviceId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(deliveryId);
        ArgumentException.ThrowIfNullOrWhiteSpace(deviceId);
        DeliveryId = deliveryId;
        Name = name;
        DeviceId = deviceId;
    }

    /// <summary>The delivery.</summary>
    public string DeliveryId { get; }

    /// <summary>What happened to it.</summary>
    public PushEventName Name { get; }

    /// <summary>The device token.</summary>
    public string DeviceId { get; }

    /// <summary>When it happened, sent as Unix seconds. Default: when the server receives the report.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    internal void Write(JsonBuffer json)
    {
        JsonFields fields = new(json);
        fields.Text("delivery_id"u8, DeliveryId);
        fields.Text("event"u8, WireNames.Of(Name));
        fields.Text("device_id"u8, DeviceId);
        fields.Time("timestamp"u8, Timestamp);
        fields.End();
    }
}
