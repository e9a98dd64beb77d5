using CustomerIo.Resilience.AspNetCore.Webhooks;

namespace CustomerIo.Resilience.AspNetCore;

/// <summary>A recipient marked a message as spam: <c>spammed</c>.</summary>
public sealed class MessageSpammed : MessageWebhookEvent
{
    internal MessageSpammed(WebhookBody body)
        : base(body)
    {
    }
}
