using CustomerIo.Resilience.AspNetCore.Webhooks;

namespace CustomerIo.Resilience.AspNetCore;

/// <summary>A person unsubscribed by a message: <c>unsubscribed</c>, with a <c>delivery_id</c>.</summary>
public sealed class MessageUnsubscribed : MessageWebhookEvent
{
    internal MessageUnsubscribed(WebhookBody body)
        : base(body)
    {
    }
}
