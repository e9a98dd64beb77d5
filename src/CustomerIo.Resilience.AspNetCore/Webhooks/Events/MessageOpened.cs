using CustomerIo.Resilience.AspNetCore.Webhooks;

namespace CustomerIo.Resilience.AspNetCore;

/// <summary>A message was opened: <c>opened</c>.</summary>
public sealed class MessageOpened : MessageWebhookEvent
{
    internal MessageOpened(WebhookBody body)
        : base(body)
    {
        IsProxied = body.Data.Flag("proxied");
        IsPrefetched = body.Data.Flag("prefetched");
        IsSynthetic = body.Data.Flag("synthetic");
    }

    /// <summary>Whether a proxy fetched the email to hide who reads it: <c>data.proxied</c>.</summary>
    public bool? IsProxied { get; }

    /// <summary>Whether a machine opened the email, such as Gmail's or Apple's: <c>data.prefetched</c>.</summary>
    public bool? IsPrefetched { get; }

    /// <summary>Whether Customer.io concluded it from a click: <c>data.synthetic</c>.</summary>
    public bool? IsSynthetic { get; }
}
