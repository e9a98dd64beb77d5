using CustomerIo.Resilience.AspNetCore.Webhooks;

namespace CustomerIo.Resilience.AspNetCore;

/// <summary>A message could not be sent and Customer.io will try again: <c>attempted</c>.</summary>
public sealed class MessageAttempted : MessageFailureWebhookEvent
{
    internal MessageAttempted(WebhookBody body)
        : base(body)
    {
    }
}
