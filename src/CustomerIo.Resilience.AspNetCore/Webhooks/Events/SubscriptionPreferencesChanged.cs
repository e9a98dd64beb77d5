using CustomerIo.Resilience.AspNetCore.Webhooks;

namespace CustomerIo.Resilience.AspNetCore;

/// <summary>A person changed what they want to hear about: <c>cio_subscription_preferences_changed</c>.</summary>
public sealed class SubscriptionPreferencesChanged : CustomerWebhookEvent
{
    internal SubscriptionPreferencesChanged(WebhookBody body)
        : base(body)
    {
        Content = body.Data.Text("content");
        Topics = TopicsReader.Read(Content);
    }

    /// <summary>
    /// What changed, as a text with JSON in it, if the webhook is set up to have it: <c>data.content</c>.
    /// </summary>
    public string? Content { get; }

    /// <summary>
    /// Whether the person subscribed (true) to each topic that changed, by its key such as <c>topic_1</c>, read from
    /// <see cref="Content"/>. Empty if that is missing or has another form.
    /// </summary>
    public IReadOnlyDictionary<string, bool> Topics { get; }
}
