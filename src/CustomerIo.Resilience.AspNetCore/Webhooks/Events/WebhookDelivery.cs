using CustomerIo.Resilience.AspNetCore.Webhooks;

namespace CustomerIo.Resilience.AspNetCore;

/// <summary>
/// Which message an event is about, and what sent it: a campaign, a broadcast, a newsletter or a transactional message.
/// What does not apply is <see langword="null"/>.
/// </summary>
public sealed class WebhookDelivery
{
    internal WebhookDelivery(JsonFields data)
    {
        Id = data.Text("delivery_id");
        CampaignId = data.Number("campaign_id");
        BroadcastId = data.Number("broadcast_id");
        NewsletterId = data.Number("newsletter_id");
        TransactionalMessageId = data.Text("transactional_message_id");
        ContentId = data.Number("content_id");
        ActionId = data.Number("action_id");
        ParentActionId = data.Number("parent_action_id");
        JourneyId = data.Text("journey_id");
        TriggerId = data.Number("trigger_id");
        TriggerEventId = data.Text("trigger_event_id");
    }

    /// <summary>The message to one person: <c>data.delivery_id</c>.</summary>
    public string? Id { get; }

    /// <summary>The campaign: <c>data.campaign_id</c>.</summary>
    public long? CampaignId { get; }

    /// <summary>The API-triggered broadcast: <c>data.broadcast_id</c>.</summary>
    public long? BroadcastId { get; }

    /// <summary>The newsletter: <c>data.newsletter_id</c>.</summary>
    public long? NewsletterId { get; }

    /// <summary>The transactional message: <c>data.transactional_message_id</c>, a number or a name.</summary>
    public string? TransactionalMessageId { get; }

    /// <summary>The newsletter's variant or language: <c>data.content_id</c>.</summary>
    public long? ContentId { get; }

    /// <summary>The step of the campaign or broadcast: <c>data.action_id</c>.</summary>
    public long? ActionId { get; }

    /// <summary>The step that <see cref="ActionId"/> is a variant of: <c>data.parent_action_id</c>.</summary>
    public long? ParentActionId { get; }

    /// <summary>The person's way through the campaign or broadcast: <c>data.journey_id</c>.</summary>
    public string? JourneyId { get; }

    /// <summary>The run of the broadcast: <c>data.trigger_id</c>.</summary>
    public long? TriggerId { get; }

    /// <summary>The event that started the campaign: <c>data.trigger_event_id</c>.</summary>
    public string? TriggerEventId { get; }
}
