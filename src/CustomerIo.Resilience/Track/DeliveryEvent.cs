using CustomerIo.Resilience.Events;

namespace CustomerIo.Resilience.Track;

/// <summary>Reports what happened to a push notification.</summary>
public sealed class DeliveryEvent : TrackEntity
{
    /// <summary>Describes what happened.</summary>
    /// <param name="deliveryId">The delivery.</param>
    /// <param name="name">What happened to it.</param>
    /// <param name="deviceToken">The device token it happened on.</param>
    /// <exception cref="ArgumentException">An identifier is empty.</exception>
    public DeliveryEvent(string deliveryId, PushEventName name, string deviceToken)
        : base("delivery", "event")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(deliveryId);
        ArgumentException.ThrowIfNullOrWhiteSpace(deviceToken);
        DeliveryId = deliveryId;
        Name = name;
        DeviceToken = deviceToken;
    }

    /// <summary>The delivery.</summary>
    public string DeliveryId { get; }

    /// <summary>What happened to it.</summary>
    public PushEventName Name { get; }

    /// <summary>The device token.</summary>
    public string DeviceToken { get; }

    private protected override void WriteFields(ref JsonFields fields, IUlidSource ids)
    {
        JsonFields identifiers = new(fields.Name("identifiers"u8));
        identifiers.Text("id"u8, DeliveryId);
        identifiers.End();
        fields.Text("name"u8, WireNames.Of(Name));
        JsonFields attributes = new(fields.Name("attributes"u8));
        attributes.Text("device_token"u8, DeviceToken);
        attributes.End();
    }
}
