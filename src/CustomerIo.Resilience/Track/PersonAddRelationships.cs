using CustomerIo.Resilience.Events;

namespace CustomerIo.Resilience.Track;

/// <summary>Relates a person to objects.</summary>
public sealed class PersonAddRelationships : PersonEntity
{
    /// <summary>Describes the operation.</summary>
    /// <param name="person">The person.</param>
    /// <param name="relationships">The objects; at least one.</param>
    /// <exception cref="ArgumentException"><paramref name="relationships"/> is empty.</exception>
    public PersonAddRelationships(PersonId person, IReadOnlyList<ObjectRelationship> relationships)
        : base(person, "add_relationships")
    {
        Limits.Require(Limits.CheckNotEmpty(relationships), nameof(relationships));
        Relationships = relationships;
    }

    /// <summary>The objects.</summary>
    public IReadOnlyList<ObjectRelationship> Relationships { get; }

    private protected override void WriteFields(ref JsonFields fields, IUlidSource ids)
    {
        base.WriteFields(ref fields, ids);
        fields.Parts("cio_relationships"u8, Relationships);
    }
}
