namespace CustomerIo.Resilience.Api;

/// <summary>What a person wants to hear about.</summary>
public sealed class SubscriptionPreferences
{
    /// <summary>Your own id of the person.</summary>
    public string? Id { get; init; }

    /// <summary>All identifiers of the person.</summary>
    public PersonIdentifiers? Identifiers { get; init; }

    /// <summary>Whether the person wants no messages at all.</summary>
    public bool? Unsubscribed { get; init; }

    /// <summary>The header of the preferences page.</summary>
    public string? Header { get; init; }

    /// <summary>The line below the header.</summary>
    public string? Subheader { get; init; }

    /// <summary>The topics.</summary>
    public IReadOnlyList<SubscriptionTopic>? Topics { get; init; }
}
