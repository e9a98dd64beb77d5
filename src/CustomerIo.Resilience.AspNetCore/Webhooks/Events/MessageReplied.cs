using CustomerIo.Resilience.AspNetCore.Webhooks;

namespace CustomerIo.Resilience.AspNetCore;

/// <summary>
/// A person replied to a message: <c>replied</c>. <see cref="MessageWebhookEvent.Recipient"/> is the person's number.
/// </summary>
public sealed class MessageReplied : MessageWebhookEvent
{
    internal MessageReplied(WebhookBody body)
        : base(body)
    {
        InboundEventId = body.Data.Text("inbound_event_id");
        To = body.Data.Text("to");
    }

    /// <summary>The id of the reply: <c>data.inbound_event_id</c>.</summary>
    public string? InboundEventId { get; }

    /// <summary>The number that the person replied to: <c>data.to</c>.</summary>
    public string? To { get; }
}
