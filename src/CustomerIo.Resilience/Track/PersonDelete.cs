namespace CustomerIo.Resilience.Track;

/// <summary>Deletes a person. A later operation can create them again; see <see cref="PersonSuppress"/>.</summary>
public sealed class PersonDelete : PersonEntity
{
    /// <summary>Describes the operation.</summary>
    /// <param name="person">The person.</param>
    public PersonDelete(PersonId person)
        : base(person, "delete")
    {
    }
}
