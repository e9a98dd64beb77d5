namespace CustomerIo.Resilience.Track;

/// <summary>A person viewed a screen of a mobile app.</summary>
public sealed class PersonScreen : PersonActivity
{
    /// <summary>Describes what happened.</summary>
    /// <param name="person">The person.</param>
    /// <param name="name">The screen. 1 to 100 bytes of UTF-8.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank or too long.</exception>
    public PersonScreen(PersonId person, string name)
        : base(person, name, "screen")
    {
    }
}
