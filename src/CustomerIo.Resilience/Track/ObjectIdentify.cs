using CustomerIo.Resilience.Events;

namespace CustomerIo.Resilience.Track;

/// <summary>Adds an object, or changes its attributes.</summary>
public sealed class ObjectIdentify : ObjectEntity
{
    /// <summary>Describes the change.</summary>
    /// <param name="id">The object; one by its <c>cio_object_id</c> must exist already.</param>
    public ObjectIdentify(ObjectId id)
        : base(id, "identify")
    {
    }

    /// <summary>
    /// At most 300, names of at most 150 and texts of at most 1,000 bytes of UTF-8 (Track API reference).
    /// </summary>
    public Dictionary<string, object?>? Attributes { get; init; }

    /// <summary>People to relate the object to.</summary>
    public IReadOnlyList<PersonRelationship>? Relationships { get; init; }

    internal override string? Check() => Limits.CheckAttributes(Attributes);

    private protected override void WriteFields(ref JsonFields fields, IUlidSource ids)
    {
        base.WriteFields(ref fields, ids);
        fields.Attributes("attributes"u8, Attributes);
        fields.Parts("cio_relationships"u8, Relationships);
    }
}
