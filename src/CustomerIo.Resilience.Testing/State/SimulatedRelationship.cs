using System.Text.Json;

namespace CustomerIo.Resilience.Testing;

/// <summary>What ties a person to an object.</summary>
/// <param name="CioId">The person's Customer.io identifier; null for a visitor not yet identified.</param>
/// <param name="PersonId">The person's <c>id</c>; null when there is none.</param>
/// <param name="AnonymousId">The visitor's anonymous id; null for a known person.</param>
/// <param name="Attributes">The attributes of the relationship.</param>
public sealed record SimulatedRelationship(
    string? CioId, string? PersonId, string? AnonymousId, IReadOnlyDictionary<string, JsonElement> Attributes);
