using CustomerIo.Resilience.Events;

namespace CustomerIo.Resilience.Track;

/// <summary>Ends relations of an object to people.</summary>
public sealed class ObjectDeleteRelationships : ObjectEntity
{
    /// <summary>Describes the operation.</summary>
    /// <param name="id">The object.</param>
    /// <param name="relationships">The people; at least one.</param>
    /// <exception cref="ArgumentException"><paramref name="relationships"/> is empty.</exception>
    public ObjectDeleteRelationships(ObjectId id, IReadOnlyList<PersonRelationship> relationships)
        : base(id, "delete_relationships")
    {
        Limits.Require(Limits.CheckNotEmpty(relationships), nameof(relationships));
        Relationships = relationships;
    }

    /// <summary>The people.</summary>
    public IReadOnlyList<PersonRelationship> Relationships { get; }

    private protected override void WriteFields(ref JsonFields fields, IUlidSource ids)
    {
        base.WriteFields(ref fields, ids);
        fields.Parts("cio_relationships"u8, Relationships);
    }
}
