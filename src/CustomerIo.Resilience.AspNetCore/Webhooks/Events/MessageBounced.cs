using CustomerIo.Resilience.AspNetCore.Webhooks;

namespace CustomerIo.Resilience.AspNetCore;

/// <summary>The provider could not deliver a message: <c>bounced</c>.</summary>
public sealed class MessageBounced : MessageFailureWebhookEvent
{
    internal MessageBounced(WebhookBody body)
        : base(body)
    {
    }
}
