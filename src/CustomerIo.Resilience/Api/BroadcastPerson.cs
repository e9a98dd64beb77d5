using CustomerIo.Resilience.Events;
using CustomerIo.Resilience.Track;

namespace CustomerIo.Resilience.Api;

/// <summary>A recipient of a broadcast with data of their own.</summary>
public sealed class BroadcastPerson : IJsonPart
{
    /// <summary>Describes the recipient.</summary>
    /// <param name="person">The person, by id or email address.</param>
    /// <exception cref="ArgumentException"><paramref name="person"/> is a <c>cio_id</c>.</exception>
    public BroadcastPerson(PersonId person)
    {
        Limits.Require(Limits.CheckPerson(person), nameof(person));
        if (person.Kind is PersonIdKind.CioId)
        {
            throw new ArgumentException("A broadcast takes people by id or email, not by cio_id.", nameof(person));
        }

        Person = person;
    }

    /// <summary>The person.</summary>
    public PersonId Person { get; }

    /// <summary>What the broadcast refers to as <c>trigger</c>, for this person.</summary>
    public Dictionary<string, object?>? Data { get; init; }

    void IJsonPart.Write(JsonBuffer json)
    {
        JsonFields fields = new(json);
        fields.Text(WireNames.Of(Person.Kind), Person.Value);
        fields.Attributes("data"u8, Data);
        fields.End();
    }
}
