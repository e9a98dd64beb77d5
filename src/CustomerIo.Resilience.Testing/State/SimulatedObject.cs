using System.Text.Json;

namespace CustomerIo.Resilience.Testing;

/// <summary>An object, such as an account or a course, in the simulated workspace.</summary>
/// <param name="TypeId">The number of its type, as text.</param>
/// <param name="ObjectId">The caller's identifier.</param>
/// <param name="CioObjectId">The identifier Customer.io assigned.</param>
/// <param name="Attributes">Its attributes.</param>
/// <param name="Relationships">The people it is related to.</param>
public sealed record SimulatedObject(
    string TypeId,
    string ObjectId,
    string CioObjectId,
    IReadOnlyDictionary<string, JsonElement> Attributes,
    IReadOnlyList<SimulatedRelationship> Relationships);
