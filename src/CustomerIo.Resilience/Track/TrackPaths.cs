using CustomerIo.Resilience.Http;

namespace CustomerIo.Resilience.Track;

/// <summary>The paths of Track v1 that hold an identifier.</summary>
internal static class TrackPaths
{
    /// <exception cref="ArgumentException">The person is default, too long, or would change the path.</exception>
    public static string Person(PersonId person)
    {
        Limits.Require(Limits.CheckPerson(person), nameof(person));
        Limits.Require(Limits.CheckPathIdentifier(person.Value), nameof(person));
        string prefix = person.Kind is PersonIdKind.CioId ? "cio_" : string.Empty;
        return $"/api/v1/customers/{PathSegment.Escape(prefix + person.Value, nameof(person))}";
    }
}
