namespace CustomerIo.Resilience.Track;

/// <summary>Deletes an object and its relations.</summary>
public sealed class ObjectDelete : ObjectEntity
{
    /// <summary>Describes the operation.</summary>
    /// <param name="id">The object.</param>
    public ObjectDelete(ObjectId id)
        : base(id, "delete")
    {
    }
}
