namespace CustomerIo.Resilience.Track;

/// <summary>A person viewed a page.</summary>
public sealed class PersonPage : PersonActivity
{
    /// <summary>Describes what happened.</summary>
    /// <param name="person">The person.</param>
    /// <param name="name">The page's address or title. 1 to 100 bytes of UTF-8.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank or too long.</exception>
    public PersonPage(PersonId person, string name)
        : base(person, name, "page")
    {
    }
}
