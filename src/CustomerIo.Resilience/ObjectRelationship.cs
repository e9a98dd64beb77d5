using CustomerIo.Resilience.Events;
using CustomerIo.Resilience.Track;

namespace CustomerIo.Resilience;

/// <summary>A relation of a person to an object.</summary>
public sealed class ObjectRelationship : IJsonPart
{
    /// <summary>Describes the relation.</summary>
    /// <param name="id">The object.</param>
    public ObjectRelationship(ObjectId id)
    {
        Limits.Require(Limits.CheckObject(id), nameof(id));
        Id = id;
    }

    /// <summary>The object.</summary>
    public ObjectId Id { get; }

    /// <summary>Attributes of the relation itself, such as a role.</summary>
    public Dictionary<string, object?>? Attributes { get; init; }

    void IJsonPart.Write(JsonBuffer json)
    {
        JsonFields fields = new(json);
        Id.Write(ref fields);
        fields.Attributes("relationship_attributes"u8, Attributes);
        fields.End();
    }
}
