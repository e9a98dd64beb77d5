using CustomerIo.Resilience.Events;
using CustomerIo.Resilience.Track;

namespace CustomerIo.Resilience;

/// <summary>A relation of an object to a person.</summary>
public sealed class PersonRelationship : IJsonPart
{
    /// <summary>Describes the relation.</summary>
    /// <param name="person">The person.</param>
    public PersonRelationship(PersonId person)
    {
        Limits.Require(Limits.CheckPerson(person), nameof(person));
        Person = person;
    }

    /// <summary>The person.</summary>
    public PersonId Person { get; }

    /// <summary>Attributes of the relation itself, such as a role.</summary>
    public Dictionary<string, object?>? Attributes { get; init; }

    void IJsonPart.Write(JsonBuffer json)
    {
        JsonFields fields = new(json);
        fields.Person("identifiers"u8, Person);
        fields.Attributes("relationship_attributes"u8, Attributes);
        fields.End();
    }
}
