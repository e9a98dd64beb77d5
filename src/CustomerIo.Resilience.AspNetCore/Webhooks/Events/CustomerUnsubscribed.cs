using CustomerIo.Resilience.AspNetCore.Webhooks;

namespace CustomerIo.Resilience.AspNetCore;

/// <summary>A person unsubscribed without reference to one message: <c>unsubscribed</c>.</summary>
public sealed class CustomerUnsubscribed : CustomerWebhookEvent
{
    internal CustomerUnsubscribed(WebhookBody body)
        : base(body)
    {
    }
}
