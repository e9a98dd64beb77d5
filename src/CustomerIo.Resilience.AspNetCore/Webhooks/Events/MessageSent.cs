using CustomerIo.Resilience.AspNetCore.Webhooks;

namespace CustomerIo.Resilience.AspNetCore;

/// <summary>A message was sent: <c>sent</c>.</summary>
public sealed class MessageSent : MessageWebhookEvent
{
    internal MessageSent(WebhookBody body)
        : base(body)
    {
        Content = body.Data.Text("content");
        Headers = body.Data.TextLists("headers");
    }

    /// <summary>The message's body, if the webhook is set up to have it: <c>data.content</c>.</summary>
    public string? Content { get; }

    /// <summary>An email's own headers, if the webhook is set up to have them, or none: <c>data.headers</c>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Headers { get; }
}
