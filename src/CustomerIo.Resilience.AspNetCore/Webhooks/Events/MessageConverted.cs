using CustomerIo.Resilience.AspNetCore.Webhooks;

namespace CustomerIo.Resilience.AspNetCore;

/// <summary>A person met the conversion goal after a message: <c>converted</c>.</summary>
public sealed class MessageConverted : MessageWebhookEvent
{
    internal MessageConverted(WebhookBody body)
        : base(body)
    {
    }
}
