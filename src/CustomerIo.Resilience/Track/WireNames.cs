namespace CustomerIo.Resilience.Track;

/// <summary>The names that enums have on the wire.</summary>
internal static class WireNames
{
    public static ReadOnlySpan<byte> Of(PersonIdKind kind) => kind switch
    {
        PersonIdKind.Id => "id"u8,
        PersonIdKind.Email => "email"u8,
        PersonIdKind.CioId => "cio_id"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of person identifier."),
    };

    /// <summary>The value of the <c>id_type</c> query parameter.</summary>
    public static string IdType(PersonIdKind kind) => kind switch
    {
        PersonIdKind.Id => "id",
        PersonIdKind.Email => "email",
        PersonIdKind.CioId => "cio_id",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of person identifier."),
    };

    public static string Of(DevicePlatform platform) => platform switch
    {
        DevicePlatform.IOS => "ios",
        DevicePlatform.Android => "android",
        _ => throw new ArgumentOutOfRangeException(nameof(platform), platform, "Customer.io knows ios and android."),
    };

    public static string Of(TrackEventKind kind) => kind switch
    {
        TrackEventKind.Event => "event",
        TrackEventKind.Page => "page",
        TrackEventKind.Screen => "screen",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "An event is an event, a page or a screen."),
    };

    public static string Of(PushEventName name) => name switch
    {
        PushEventName.Opened => "opened",
        PushEventName.Converted => "converted",
        PushEventName.Delivered => "delivered",
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "A push is opened, converted or delivered."),
    };

    public static string Of(DeliveryMetricName metric) => metric switch
    {
        DeliveryMetricName.Bounced => "bounced",
        DeliveryMetricName.Clicked => "clicked",
        DeliveryMetricName.Converted => "converted",
        DeliveryMetricName.Deferred => "deferred",
        DeliveryMetricName.Delivered => "delivered",
        DeliveryMetricName.Dropped => "dropped",
        DeliveryMetricName.Opened => "opened",
        DeliveryMetricName.Spammed => "spammed",
        _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, "Not a metric of the Track API."),
    };
}
