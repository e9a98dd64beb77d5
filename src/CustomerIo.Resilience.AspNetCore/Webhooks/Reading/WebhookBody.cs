namespace CustomerIo.Resilience.AspNetCore.Webhooks;

/// <summary>A body that is an event, as its classes read it.</summary>
internal sealed class WebhookBody(JsonFields root, string eventId, string metric)
{
    public JsonFields Root { get; } = root;

    public JsonFields Data { get; } = root.Object("data");

    public string EventId { get; } = eventId;

    public string Metric { get; } = metric;

    public string ObjectType { get; } = root.Text("object_type") ?? root.Text("object_type_type") ?? string.Empty;

    public MessageChannel Channel => ObjectType switch
    {
        "" or "customer" => MessageChannel.None,
        "email" => MessageChannel.Email,
        "sms" => MessageChannel.Sms,
        "push" => MessageChannel.Push,
        "in_app" => MessageChannel.InApp,
        "slack" => MessageChannel.Slack,
        "webhook" => MessageChannel.Webhook,
        "whatsapp" => MessageChannel.WhatsApp,
        _ => MessageChannel.Other,
    };
}
