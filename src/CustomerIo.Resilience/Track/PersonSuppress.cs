namespace CustomerIo.Resilience.Track;

/// <summary>Deletes a person and blocks their identifier from being added again.</summary>
public sealed class PersonSuppress : PersonEntity
{
    /// <summary>Describes the operation.</summary>
    /// <param name="person">The person.</param>
    public PersonSuppress(PersonId person)
        : base(person, "suppress")
    {
    }
}
