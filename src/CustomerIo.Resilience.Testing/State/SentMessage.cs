using System.Text.Json;

namespace CustomerIo.Resilience.Testing;

/// <summary>A transactional message that was accepted for sending.</summary>
/// <param name="Channel">
/// <c>email</c>, <c>push</c>, <c>sms</c>, <c>whatsapp</c>, <c>in_app</c> or <c>inbox_message</c>.
/// </param>
/// <param name="DeliveryId">The identifier it was given.</param>
/// <param name="QueuedAt">When it was accepted.</param>
/// <param name="SendAt">When it is to be sent; null for at once.</param>
/// <param name="Person">The person it is for, as named in <c>identifiers</c>.</param>
/// <param name="To">The recipient; null when there is none.</param>
/// <param name="TransactionalMessageId">The template's number or trigger name; null when there is none.</param>
/// <param name="Body">The whole request.</param>
public sealed record SentMessage(
    string Channel,
    string DeliveryId,
    DateTimeOffset QueuedAt,
    DateTimeOffset? SendAt,
    PersonKey Person,
    string? To,
    string? TransactionalMessageId,
    JsonElement Body)
{
    /// <summary>The data for the template; undefined when there is none.</summary>
    public JsonElement MessageData => Body.TryGetProperty("message_data", out var data) ? data : default;
}
