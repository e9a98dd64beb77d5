using System.Text;

namespace CustomerIo.Resilience.Track;

/// <summary>
/// The sizes Customer.io documents, checked before anything is sent. A check returns what is wrong, or <see
/// langword="null"/>; <see cref="Require"/> turns that into an exception. Bytes are bytes of UTF-8. No message holds a
/// value.
/// </summary>
internal static partial class Limits
{
    /// <summary>Track API reference: a person's id.</summary>
    public const int PersonIdBytes = 150;

    /// <summary>Track API reference: an event's name.</summary>
    public const int EventNameBytes = 100;

    /// <summary>Track API reference: the data of a v1 event.</summary>
    public const int EventDataBytes = 100_000;

    /// <summary>Track API reference: an object's id.</summary>
    public const int ObjectIdBytes = 150;

    /// <summary>
    /// Track API reference: 32 KB for an entity; KB is taken as 1,000 because the reference does not say.
    /// </summary>
    public const int ItemBytes = 32_000;

    /// <summary>
    /// Track API reference: 500 KB for a batch; KB is taken as 1,000 because the reference does not say.
    /// </summary>
    public const int BodyBytes = 500_000;

    /// <summary>Track API reference: ids of one call to a manual segment.</summary>
    public const int SegmentIds = 1000;

    /// <exception cref="ArgumentException"><paramref name="problem"/> says what is wrong.</exception>
    public static void Require(string? problem, string parameterName)
    {
        if (problem is not null)
        {
            throw new ArgumentException(problem, parameterName);
        }
    }

    public static string? CheckPerson(PersonId person)
    {
        if (person.Value is null)
        {
            return "No person was given: this is default(PersonId). Use PersonId.Id, PersonId.Email or PersonId.CioId.";
        }

        return person.Kind is PersonIdKind.Id
            ? CheckBytes("The person's id", person.Value, PersonIdBytes, "Use a shorter id.")
            : null;
    }

    public static string? CheckObjectId(string objectId) =>
        CheckBytes("The object's id", objectId, ObjectIdBytes, "Use a shorter id.");

    public static string? CheckObject(ObjectId id) => id.Value is null
        ? "No object was given: this is default(ObjectId). Use ObjectId.Of or ObjectId.CioObjectId."
        : null;

    public static string? CheckMerge(PersonId primary, PersonId secondary) => primary == secondary
        ? "A person cannot be merged into themselves. Give two different people."
        : CheckPerson(secondary);

    public static string? CheckNotEmpty<T>(IReadOnlyCollection<T>? items) => items is { Count: > 0 }
        ? null
        : "The list is empty. Give at least one item, or skip the call.";

    /// <summary>The server trims the name, so does this check.</summary>
    public static string? CheckEventName(string? name) => string.IsNullOrWhiteSpace(name)
        ? "The event has no name. Customer.io refuses a blank name; give it one."
        : CheckBytes("The event's name", name.AsSpan().Trim(), EventNameBytes, "Shorten it; details go in the data.");

    /// <summary>An event whose id is the person's id hides every later event of that person.</summary>
    public static string? CheckEventId(Ulid id, PersonId person) =>
        string.Equals(id.ToString(), person.Value, StringComparison.OrdinalIgnoreCase)
            ? "The event's id equals the person's id, so Customer.io would ignore this person's later events as " +
              "repeats. Leave the id out, or use one ULID an event."
            : null;

    /// <summary>What a path cannot carry: <c>.</c> and <c>..</c> would lead to another endpoint.</summary>
    public static string? CheckPathIdentifier(string identifier) => identifier is "." or ".."
        ? "An identifier of one or two dots cannot be part of a v1 path. Use SendEntityAsync, which has it in the body."
        : null;

    public static string? CheckSegmentIds(int count) => count switch
    {
        0 => "No ids were given; a segment call takes 1 to 1,000. Skip the call.",
        > SegmentIds => $"{count} ids were given; a segment call takes at most {SegmentIds}. Split them.",
        _ => null,
    };

    public static string? CheckEventData(int bytes) => CheckSize(
        "The event's data", bytes, EventDataBytes, "Send less, or a reference to it.");

    public static string? CheckItem(int bytes) => CheckSize(
        "The entity", bytes, ItemBytes, "Send less, or divide it into several calls.");

    public static string? CheckBody(int bytes) => CheckSize("The batch", bytes, BodyBytes, "Split it.");

    private static string? CheckBytes(string what, ReadOnlySpan<char> text, int allowed, string advice) =>
        text.Length <= allowed / 3 ? null : CheckSize(what, Encoding.UTF8.GetByteCount(text), allowed, advice);

    private static string? CheckSize(string what, int actual, int allowed, string advice) => actual <= allowed
        ? null
        : FormattableString.Invariant($"{what} is {actual} bytes of UTF-8; Customer.io allows {allowed}. {advice}");
}
