namespace CustomerIo.Resilience.Track;

/// <summary>Something a person did.</summary>
public sealed class PersonEvent : PersonActivity
{
    /// <summary>Describes what happened.</summary>
    /// <param name="person">The person.</param>
    /// <param name="name">The event. 1 to 100 bytes of UTF-8.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank or too long.</exception>
    public PersonEvent(PersonId person, string name)
        : base(person, name, "event")
    {
    }
}
