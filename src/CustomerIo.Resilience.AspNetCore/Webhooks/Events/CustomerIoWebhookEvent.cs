using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using CustomerIo.Resilience.AspNetCore.Webhooks;

namespace CustomerIo.Resilience.AspNetCore;

/// <summary>
/// An event of Customer.io's reporting webhooks. Every documented metric has a class of its own; a metric or object
/// type that this version does not know comes as this class itself, with <see cref="Metric"/>, <see cref="Data"/> and
/// <see cref="Raw"/>. What is missing or of an unexpected type is <see langword="null"/> and stays readable in
/// <see cref="Raw"/>.
/// </summary>
public class CustomerIoWebhookEvent
{
    internal CustomerIoWebhookEvent(WebhookBody body)
    {
        EventId = body.EventId;
        Metric = body.Metric;
        ObjectType = body.ObjectType;
        Channel = body.Channel;
        Timestamp = body.Root.Time("timestamp");
        Person = new WebhookPerson(body.Data);
        Delivery = new WebhookDelivery(body.Data);
        Data = body.Data.Element;
        Raw = body.Root.Element;
    }

    /// <summary>The event's id, a ULID: <c>event_id</c>. Repeats of the event have the same one.</summary>
    public string EventId { get; }

    /// <summary>What happened, as it was sent, such as <c>sent</c>: <c>metric</c>.</summary>
    public string Metric { get; }

    /// <summary>
    /// What it happened to, as it was sent, such as <c>email</c> or <c>customer</c>: <c>object_type</c>, or
    /// <c>object_type_type</c>, as the vendor's document has it for changed preferences. Empty if missing.
    /// </summary>
    public string ObjectType { get; }

    /// <summary>The channel that <see cref="ObjectType"/> names.</summary>
    public MessageChannel Channel { get; }

    /// <summary>When it happened, to the second: <c>timestamp</c>.</summary>
    public DateTimeOffset? Timestamp { get; }

    /// <summary>Whom it is about.</summary>
    public WebhookPerson Person { get; }

    /// <summary>Which message it is about and where that came from.</summary>
    public WebhookDelivery Delivery { get; }

    /// <summary>
    /// The event's <c>data</c>; its kind is <see cref="JsonValueKind.Undefined"/> if that is no object.
    /// </summary>
    public JsonElement Data { get; }

    /// <summary>The whole body. It is a copy, which lives as long as the event does.</summary>
    public JsonElement Raw { get; }

    /// <summary>Reads an event from the body of a request. It does not check the signature.</summary>
    /// <param name="body">The body, in UTF-8.</param>
    /// <exception cref="FormatException">
    /// The body is not a JSON object, or has no <c>event_id</c> or no <c>metric</c>.
    /// </exception>
    public static CustomerIoWebhookEvent Parse(ReadOnlySpan<byte> body) =>
        WebhookEventReader.TryRead(body, out CustomerIoWebhookEvent? read, out string? problem)
            ? read
            : throw new FormatException(problem);

    /// <summary>Same, without an exception for a body that is not an event.</summary>
    /// <param name="body">The body, in UTF-8.</param>
    /// <param name="webhookEvent">The event.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryParse(
        ReadOnlySpan<byte> body, [NotNullWhen(true)] out CustomerIoWebhookEvent? webhookEvent) =>
        WebhookEventReader.TryRead(body, out webhookEvent, out _);
}
