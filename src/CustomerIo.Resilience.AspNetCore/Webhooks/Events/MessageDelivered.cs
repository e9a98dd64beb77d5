using CustomerIo.Resilience.AspNetCore.Webhooks;

namespace CustomerIo.Resilience.AspNetCore;

/// <summary>A message reached its recipient: <c>delivered</c>.</summary>
public sealed class MessageDelivered : MessageWebhookEvent
{
    internal MessageDelivered(WebhookBody body)
        : base(body)
    {
    }
}
