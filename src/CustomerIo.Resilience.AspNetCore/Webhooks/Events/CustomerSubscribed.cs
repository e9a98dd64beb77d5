using CustomerIo.Resilience.AspNetCore.Webhooks;

namespace CustomerIo.Resilience.AspNetCore;

/// <summary>A person subscribed: <c>subscribed</c>.</summary>
public sealed class CustomerSubscribed : CustomerWebhookEvent
{
    internal CustomerSubscribed(WebhookBody body)
        : base(body)
    {
    }
}
