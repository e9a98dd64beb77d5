using CustomerIo.Resilience.AspNetCore.Webhooks;

namespace CustomerIo.Resilience.AspNetCore;

/// <summary>A message was drafted: <c>drafted</c>.</summary>
public sealed class MessageDrafted : MessageWebhookEvent
{
    internal MessageDrafted(WebhookBody body)
        : base(body)
    {
    }
}
