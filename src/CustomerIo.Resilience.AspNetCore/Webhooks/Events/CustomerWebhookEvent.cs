using CustomerIo.Resilience.AspNetCore.Webhooks;

namespace CustomerIo.Resilience.AspNetCore;

/// <summary>
/// A person's subscription changed. <see cref="CustomerIoWebhookEvent.Channel"/> is that of the message which led to
/// it, or <see cref="MessageChannel.None"/> if there was none or Customer.io does not know it.
/// </summary>
public abstract class CustomerWebhookEvent : CustomerIoWebhookEvent
{
    private protected CustomerWebhookEvent(WebhookBody body)
        : base(body)
    {
    }
}
