using CustomerIo.Resilience.AspNetCore.Webhooks;

namespace CustomerIo.Resilience.AspNetCore;

/// <summary>A link or button of a message was used: <c>clicked</c>.</summary>
public sealed class MessageClicked : MessageWebhookEvent
{
    internal MessageClicked(WebhookBody body)
        : base(body)
    {
        Href = body.Data.Text("href");
        LinkId = body.Data.Number("link_id");
        IsMachine = body.Data.Flag("machine");
        TrackedResponse = body.Data.Text("tracked_response");
    }

    /// <summary>The link's address: <c>data.href</c>.</summary>
    public string? Href { get; }

    /// <summary>The link's id: <c>data.link_id</c>.</summary>
    public long? LinkId { get; }

    /// <summary>Whether a machine clicked, such as a virus scanner: <c>data.machine</c>.</summary>
    public bool? IsMachine { get; }

    /// <summary>The name of the action in an in-app message: <c>data.tracked_response</c>.</summary>
    public string? TrackedResponse { get; }
}
