using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace CustomerIo.Resilience.AspNetCore.Webhooks;

/// <summary>Finds the class for an event.</summary>
internal static class WebhookEventReader
{
    public static bool TryRead(
        ReadOnlySpan<byte> json,
        [NotNullWhen(true)] out CustomerIoWebhookEvent? read,
        [NotNullWhen(false)] out string? problem)
    {
        read = null;
        problem = null;
        if (!JsonText.TryRead(json, out JsonElement root))
        {
            problem = "The body is not JSON.";
            return false;
        }

        JsonFields fields = new(root);
        if (fields.Element.ValueKind is not JsonValueKind.Object)
        {
            problem = $"The body is JSON of kind {root.ValueKind}; an object is expected.";
        }
        else if (fields.Text("event_id") is not { Length: > 0 } eventId)
        {
            problem = "The body has no event_id.";
        }
        else if (fields.Text("metric") is not { Length: > 0 } metric)
        {
            problem = "The body has no metric.";
        }
        else
        {
            read = Typed(new WebhookBody(fields, eventId, metric));
            return true;
        }

        return false;
    }

    private static CustomerIoWebhookEvent Typed(WebhookBody body) => body.Metric switch
    {
        // A person's event has the channel that led to it, so the object type does not tell the two apart.
        "subscribed" => new CustomerSubscribed(body),
        "cio_subscription_preferences_changed" => new SubscriptionPreferencesChanged(body),
        "unsubscribed" when body.Channel is MessageChannel.None || body.Data.Text("delivery_id") is null =>
            new CustomerUnsubscribed(body),
        _ when body.Channel is MessageChannel.None or MessageChannel.Other => new CustomerIoWebhookEvent(body),
        "drafted" => new MessageDrafted(body),
        "attempted" => new MessageAttempted(body),
        "sent" => new MessageSent(body),
        "delivered" => new MessageDelivered(body),
        "opened" => new MessageOpened(body),
        "clicked" => new MessageClicked(body),
        "converted" => new MessageConverted(body),
        "unsubscribed" => new MessageUnsubscribed(body),
        "bounced" => new MessageBounced(body),
        "dropped" => new MessageDropped(body),
        "deferred" => new MessageDeferred(body),
        "spammed" => new MessageSpammed(body),
        "failed" => new MessageFailed(body),
        "undeliverable" => new MessageUndeliverable(body),
        "replied" => new MessageReplied(body),
        _ => new CustomerIoWebhookEvent(body),
    };
}
