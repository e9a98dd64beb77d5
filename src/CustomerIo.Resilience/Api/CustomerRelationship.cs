using System.Text.Json;

namespace CustomerIo.Resilience.Api;

/// <summary>An object that a person is related to.</summary>
public sealed class CustomerRelationship
{
    /// <summary>The number of the object type.</summary>
    public string? ObjectTypeId { get; init; }

    /// <summary>The object.</summary>
    public ObjectIdentifiers? Identifiers { get; init; }

    /// <summary>The attributes of the relation.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Attributes { get; init; }

    /// <summary>When each of them was set, as Unix seconds.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Timestamps { get; init; }
}
