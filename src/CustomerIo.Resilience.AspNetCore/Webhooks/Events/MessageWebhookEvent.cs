using CustomerIo.Resilience.AspNetCore.Webhooks;

namespace CustomerIo.Resilience.AspNetCore;

/// <summary>
/// Something happened to a message; the derived class says what, and <see cref="CustomerIoWebhookEvent.Channel"/> to
/// what kind of message.
/// </summary>
public abstract class MessageWebhookEvent : CustomerIoWebhookEvent
{
    private protected MessageWebhookEvent(WebhookBody body)
        : base(body)
    {
        Recipient = body.Data.Text("recipient");
        Recipients = [.. body.Data.Objects("recipients").Select(static device => new WebhookDevice(device))];
        Subject = body.Data.Text("subject");
    }

    /// <summary>
    /// Where it went: an address, a phone number, a URL, a Slack channel or an in-app id. For a reply, the phone number
    /// that replied. Push notifications have <see cref="Recipients"/> instead. <c>data.recipient</c>.
    /// </summary>
    public string? Recipient { get; }

    /// <summary>The devices of a push notification, in other channels none: <c>data.recipients</c>.</summary>
    public IReadOnlyList<WebhookDevice> Recipients { get; }

    /// <summary>The subject of an email: <c>data.subject</c>.</summary>
    public string? Subject { get; }
}
