using CustomerIo.Resilience.AspNetCore.Webhooks;

namespace CustomerIo.Resilience.AspNetCore;

/// <summary>A message did not arrive, or not yet; the derived class says how that came.</summary>
public abstract class MessageFailureWebhookEvent : MessageWebhookEvent
{
    private protected MessageFailureWebhookEvent(WebhookBody body)
        : base(body) => FailureMessage = body.Data.Text("failure_message");

    /// <summary>
    /// Why: <c>data.failure_message</c>. A push notification that bounced has its reasons in
    /// <see cref="WebhookDevice.FailureMessage"/>.
    /// </summary>
    public string? FailureMessage { get; }
}
