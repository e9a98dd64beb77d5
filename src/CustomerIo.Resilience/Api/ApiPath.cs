using System.Globalization;
using CustomerIo.Resilience.Http;
using CustomerIo.Resilience.Track;

namespace CustomerIo.Resilience.Api;

/// <summary>Builds paths of the App API; every value in them is escaped.</summary>
internal static class ApiPath
{
    /// <summary>The path of something known about a person, with the kind of identifier that the path holds.</summary>
    /// <exception cref="ArgumentException">The person is default, too long, or would change the path.</exception>
    public static string Customer(PersonId person, string what)
    {
        Limits.Require(Limits.CheckPerson(person), nameof(person));
        string id = PathSegment.Escape(person.Value, nameof(person));
        return $"/v1/customers/{id}/{what}?id_type={WireNames.IdType(person.Kind)}";
    }

    public static string Of(FormattableString path) => path.ToString(CultureInfo.InvariantCulture);

    /// <summary>Adds a parameter; <see langword="null"/> is left out.</summary>
    public static string With(string path, string name, string? value) => value is null
        ? path
        : $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{name}={Uri.EscapeDataString(value)}";

    public static string With(string path, string name, long? value) =>
        With(path, name, value?.ToString(CultureInfo.InvariantCulture));
}
