using CustomerIo.Resilience.Events;

namespace CustomerIo.Resilience.Track;

/// <summary>An operation on an object.</summary>
public abstract class ObjectEntity : TrackEntity
{
    private protected ObjectEntity(ObjectId id, string action)
        : base("object", action)
    {
        Limits.Require(Limits.CheckObject(id), nameof(id));
        Id = id;
    }

    /// <summary>The object.</summary>
    public ObjectId Id { get; }

    private protected override void WriteFields(ref JsonFields fields, IUlidSource ids) => Id.Write(ref fields);
}
