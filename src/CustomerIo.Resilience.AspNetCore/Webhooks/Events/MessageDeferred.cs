using CustomerIo.Resilience.AspNetCore.Webhooks;

namespace CustomerIo.Resilience.AspNetCore;

/// <summary>The provider puts off a message and tries again: <c>deferred</c>.</summary>
public sealed class MessageDeferred : MessageFailureWebhookEvent
{
    internal MessageDeferred(WebhookBody body)
        : base(body)
    {
    }
}
