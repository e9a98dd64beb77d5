using CustomerIo.Resilience.AspNetCore.Webhooks;

namespace CustomerIo.Resilience.AspNetCore;

/// <summary>A message could not be sent: <c>failed</c>.</summary>
public sealed class MessageFailed : MessageFailureWebhookEvent
{
    internal MessageFailed(WebhookBody body)
        : base(body)
    {
    }
}
