namespace CustomerIo.Resilience;

/// <summary>A person's relation to an object.</summary>
/// <param name="Target">The object.</param>
/// <param name="Attributes">Attributes of the relation itself; none by default.</param>
public sealed record Relationship(ObjectId Target, Dictionary<string, object?>? Attributes = null);
