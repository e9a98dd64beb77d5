using System.Text.Json;

namespace CustomerIo.Resilience.Api;

/// <summary>Something that a person did, or that was done for them.</summary>
public sealed class CustomerActivity
{
    /// <summary>The activity.</summary>
    public string? Id { get; init; }

    /// <summary>What it is, such as <c>event</c>, <c>attribute_change</c> or <c>sent_email</c>.</summary>
    public string? Type { get; init; }

    /// <summary>The name of the event or screen.</summary>
    public string? Name { get; init; }

    /// <summary>The address of the page viewed.</summary>
    public string? Url { get; init; }

    /// <summary>When it happened.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>Your own id of the person.</summary>
    public string? CustomerId { get; init; }

    /// <summary>All identifiers of the person.</summary>
    public PersonIdentifiers? CustomerIdentifiers { get; init; }

    /// <summary>The delivery it concerns.</summary>
    public string? DeliveryId { get; init; }

    /// <summary>The kind of that delivery, such as <c>email</c>.</summary>
    public string? DeliveryType { get; init; }

    /// <summary>What else is known; its form depends on <see cref="Type"/>.</summary>
    public JsonElement? Data { get; init; }
}
