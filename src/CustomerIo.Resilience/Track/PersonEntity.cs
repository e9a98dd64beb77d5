using CustomerIo.Resilience.Events;

namespace CustomerIo.Resilience.Track;

/// <summary>An operation on a person.</summary>
public abstract class PersonEntity : TrackEntity
{
    private protected PersonEntity(PersonId person, string action)
        : base("person", action)
    {
        Limits.Require(Limits.CheckPerson(person), nameof(person));
        Person = person;
    }

    /// <summary>The person.</summary>
    public PersonId Person { get; }

    private protected override void WriteFields(ref JsonFields fields, IUlidSource ids) =>
        fields.Person("identifiers"u8, Person);
}
