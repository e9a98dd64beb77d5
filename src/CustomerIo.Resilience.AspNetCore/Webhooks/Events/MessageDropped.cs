using CustomerIo.Resilience.AspNetCore.Webhooks;

namespace CustomerIo.Resilience.AspNetCore;

/// <summary>
/// A message was not sent, since its recipient is suppressed or its device bounced before: <c>dropped</c>.
/// </summary>
public sealed class MessageDropped : MessageFailureWebhookEvent
{
    internal MessageDropped(WebhookBody body)
        : base(body)
    {
    }
}
