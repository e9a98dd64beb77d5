namespace CustomerIo.Resilience.AspNetCore;

/// <summary>What a message was sent through.</summary>
public enum MessageChannel
{
    /// <summary>No channel: the event is about a person, not about a message.</summary>
    None,

    /// <summary>Email.</summary>
    Email,

    /// <summary>Text messages, and WhatsApp through Twilio.</summary>
    Sms,

    /// <summary>Push notifications.</summary>
    Push,

    /// <summary>In-app messages.</summary>
    InApp,

    /// <summary>Slack.</summary>
    Slack,

    /// <summary>Webhooks that a campaign sends.</summary>
    Webhook,

    /// <summary>WhatsApp without Twilio.</summary>
    WhatsApp,

    /// <summary>
    /// One that this version does not know; <see cref="CustomerIoWebhookEvent.ObjectType"/> names it.
    /// </summary>
    Other,
}
