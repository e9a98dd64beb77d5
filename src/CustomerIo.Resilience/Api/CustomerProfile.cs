using System.Text.Json;

namespace CustomerIo.Resilience.Api;

/// <summary>What Customer.io knows about a person.</summary>
public sealed class CustomerProfile
{
    /// <summary>Your own id, or what was asked for.</summary>
    public string? Id { get; init; }

    /// <summary>All identifiers.</summary>
    public PersonIdentifiers? Identifiers { get; init; }

    /// <summary>The attributes; the App API reference says that all values are strings.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Attributes { get; init; }

    /// <summary>When each attribute was set, as Unix seconds.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Timestamps { get; init; }

    /// <summary>Whether the person wants no messages.</summary>
    public bool? Unsubscribed { get; init; }

    /// <summary>The person's devices.</summary>
    public IReadOnlyList<CustomerDevice>? Devices { get; init; }
}
