namespace CustomerIo.Resilience.Track;

/// <summary>
/// What happened to a delivery. Which apply depends on the channel (Track API reference): email and webhook take all;
/// in-app clicked, converted, opened; push converted, delivered, opened; Slack clicked, converted, delivered, opened;
/// SMS bounced, clicked, delivered, opened.
/// </summary>
public enum DeliveryMetricName
{
    /// <summary>The provider could not deliver it.</summary>
    Bounced,

    /// <summary>A link in it was followed; see <see cref="DeliveryMetric.Href"/>.</summary>
    Clicked,

    /// <summary>The person did what the message was for.</summary>
    Converted,

    /// <summary>The provider will try again later.</summary>
    Deferred,

    /// <summary>It arrived.</summary>
    Delivered,

    /// <summary>The provider did not try to deliver it.</summary>
    Dropped,

    /// <summary>The person opened it.</summary>
    Opened,

    /// <summary>The person marked it as spam.</summary>
    Spammed,
}
