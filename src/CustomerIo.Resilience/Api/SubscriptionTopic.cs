namespace CustomerIo.Resilience.Api;

/// <summary>A topic, and whether the person wants to hear about it.</summary>
public sealed class SubscriptionTopic
{
    /// <summary>The number of the topic.</summary>
    public string? Id { get; init; }

    /// <summary>The topic's name, in the language asked for.</summary>
    public string? Name { get; init; }

    /// <summary>The topic's description, in the language asked for.</summary>
    public string? Description { get; init; }

    /// <summary>Whether the person wants to hear about it.</summary>
    public bool? Subscribed { get; init; }
}
