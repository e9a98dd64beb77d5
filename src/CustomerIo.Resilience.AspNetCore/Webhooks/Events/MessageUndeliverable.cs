using CustomerIo.Resilience.AspNetCore.Webhooks;

namespace CustomerIo.Resilience.AspNetCore;

/// <summary>A message was undeliverable, for example because of a message limit: <c>undeliverable</c>.</summary>
public sealed class MessageUndeliverable : MessageFailureWebhookEvent
{
    internal MessageUndeliverable(WebhookBody body)
        : base(body)
    {
    }
}
