using System.Text.Json;

namespace CustomerIo.Resilience.Api;

/// <summary>A message sent to a person.</summary>
public sealed class CustomerMessage
{
    /// <summary>The delivery.</summary>
    public string? Id { get; init; }

    /// <summary>
    /// <c>email</c>, <c>webhook</c>, <c>twilio</c>, <c>slack</c>, <c>push</c>, <c>in_app</c> or <c>whatsapp</c>.
    /// </summary>
    public string? Type { get; init; }

    /// <summary>Your own id of the person.</summary>
    public string? CustomerId { get; init; }

    /// <summary>The address it went to.</summary>
    public string? Recipient { get; init; }

    /// <summary>The subject line.</summary>
    public string? Subject { get; init; }

    /// <summary>What happened to it and when, as Unix seconds by metric.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Metrics { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>Why it did not arrive.</summary>
    public string? FailureMessage { get; init; }

    /// <summary>The campaign it belongs to.</summary>
    public long? CampaignId { get; init; }

    /// <summary>The action within that campaign or broadcast.</summary>
    public long? ActionId { get; init; }

    /// <summary>The newsletter it belongs to.</summary>
    public long? NewsletterId { get; init; }

    /// <summary>The variant of that newsletter.</summary>
    public long? ContentId { get; init; }

    /// <summary>The broadcast it belongs to.</summary>
    public long? BroadcastId { get; init; }

    /// <summary>Whether its content was not kept.</summary>
    public bool? Forgotten { get; init; }
}
