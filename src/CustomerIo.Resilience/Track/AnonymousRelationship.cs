using CustomerIo.Resilience.Events;

namespace CustomerIo.Resilience.Track;

/// <summary>A relation of an object to a visitor who is not identified yet.</summary>
public sealed class AnonymousRelationship : IJsonPart
{
    /// <summary>Describes the relation.</summary>
    /// <param name="anonymousId">The anonymous id of the visitor.</param>
    public AnonymousRelationship(string anonymousId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(anonymousId);
        AnonymousId = anonymousId;
    }

    /// <summary>The anonymous id of the visitor.</summary>
    public string AnonymousId { get; }

    /// <summary>Attributes of the relation itself, such as a role.</summary>
    public Dictionary<string, object?>? Attributes { get; init; }

    void IJsonPart.Write(JsonBuffer json)
    {
        JsonFields fields = new(json);
        JsonFields identifiers = new(fields.Name("identifiers"u8));
        identifiers.Text("anonymous_id"u8, AnonymousId);
        identifiers.End();
        fields.Attributes("relationship_attributes"u8, Attributes);
        fields.End();
    }
}
