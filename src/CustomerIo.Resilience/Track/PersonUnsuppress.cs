namespace CustomerIo.Resilience.Track;

/// <summary>Lifts a suppression. What was deleted stays deleted.</summary>
public sealed class PersonUnsuppress : PersonEntity
{
    /// <summary>Describes the operation.</summary>
    /// <param name="person">The person.</param>
    public PersonUnsuppress(PersonId person)
        : base(person, "unsuppress")
    {
    }
}
