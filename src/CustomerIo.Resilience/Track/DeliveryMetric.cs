using CustomerIo.Resilience.Events;

namespace CustomerIo.Resilience.Track;

/// <summary>A report of what happened to a delivery.</summary>
public sealed class DeliveryMetric
{
    /// <summary>Describes what happened.</summary>
    /// <param name="deliveryId">The <c>CIO-Delivery-ID</c> of the message.</param>
    /// <param name="metric">What happened.</param>
    /// <exception cref="ArgumentException"><paramref name="deliveryId"/> is empty.</exception>
    public DeliveryMetric(string deliveryId, DeliveryMetricName metric)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(deliveryId);
        DeliveryId = deliveryId;
        Metric = metric;
    }

    /// <summary>The delivery.</summary>
    public string DeliveryId { get; }

    /// <summary>What happened to it.</summary>
    public DeliveryMetricName Metric { get; }

    /// <summary>When it happened, sent as Unix seconds. Default: when the server receives the report.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>The address the delivery went to; not for Slack and webhooks.</summary>
    public string? Recipient { get; init; }

    /// <summary>Why it failed; for email, SMS and webhooks.</summary>
    public string? Reason { get; init; }

    /// <summary>The link that was followed.</summary>
    public string? Href { get; init; }

    internal void Write(JsonBuffer json)
    {
        JsonFields fields = new(json);
        fields.Text("delivery_id"u8, DeliveryId);
        fields.Text("metric"u8, WireNames.Of(Metric));
        fields.Time("timestamp"u8, Timestamp);
        fields.Text("recipient"u8, Recipient);
        fields.Text("reason"u8, Reason);
        fields.Text("href"u8, Href);
        fields.End();
    }
}
