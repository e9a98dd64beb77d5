using CustomerIo.Resilience.Delivery.Intake.Contents;
using CustomerIo.Resilience.Events;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery.Intake;

/// <summary>
/// Writes the operations that come in masses, straight to UTF-8 with names and punctuation ready-made. The rare ones go
/// through the entities of the Track API client.
/// </summary>
internal static class EntityJson
{
    /// <summary>Gives which limit of Customer.io the attributes break, if they do.</summary>
    public static string? WriteIdentify<TAttributes>(
        JsonBuffer json,
        PersonId person,
        DateTimeOffset timestamp,
        bool updateOnly,
        in TAttributes attributes,
        DateTimeOffset? lastSeenAt)
        where TAttributes : struct, IAttributesContent
    {
        WritePerson(json, person, "identify"u8);
        json.WriteRaw(",\"timestamp\":"u8);
        json.WriteNumber(timestamp.ToUnixTimeSeconds());
        json.WriteRaw(",\"attributes\":"u8);
        int start = json.Length;
        if (attributes.Write(json) is { } problem)
        {
            return problem;
        }

        AddTime(json, start, "last_seen_at"u8, lastSeenAt);
        if (updateOnly)
        {
            AddMember(json, "_update"u8);
            json.WriteRaw("true}"u8);
        }

        json.WriteRaw("}"u8);
        return null;
    }

    /// <summary>
    /// Gives how many bytes, from the first, say what the event is about: who, what and the caller's data, but not when and by
    /// which id. Two of the same content are the same in these bytes.
    /// </summary>
    public static int WriteEvent<TContent>(
        JsonBuffer json, PersonId person, OperationKind kind, in EventEnvelope<TContent> envelope)
        where TContent : struct, IEventContent
    {
        WritePerson(json, person, ActionOf(kind));
        json.WriteRaw(",\"name\":"u8);
        envelope.Content.WriteName(json);
        json.WriteRaw(",\"attributes\":"u8);
        return WriteDataAndEnd(json, in envelope);
    }

    /// <summary>Same, for the v1 event of somebody anonymous.</summary>
    public static int WriteAnonymousEvent<TContent>(JsonBuffer json, string anonymousId, in EventEnvelope<TContent> envelope)
        where TContent : struct, IEventContent
    {
        json.WriteRaw("{\"anonymous_id\":"u8);
        json.WriteString(anonymousId);
        json.WriteRaw(",\"name\":"u8);
        envelope.Content.WriteName(json);
        json.WriteRaw(",\"data\":"u8);
        return WriteDataAndEnd(json, in envelope);
    }

    private static int WriteDataAndEnd<TContent>(JsonBuffer json, in EventEnvelope<TContent> envelope)
        where TContent : struct, IEventContent
    {
        int start = json.Length;
        envelope.Content.WriteData(json);
        int contentLength = json.Length - "}"u8.Length;
        AddTime(json, start, "tracked_at"u8, envelope.TrackedAt);
        json.WriteRaw(",\"id\":"u8);
        json.WriteAscii(envelope.Id);
        json.WriteRaw(",\"timestamp\":"u8);
        json.WriteNumber(envelope.Timestamp.ToUnixTimeSeconds());
        json.WriteRaw("}"u8);
        return contentLength;
    }

    private static void WritePerson(JsonBuffer json, PersonId person, ReadOnlySpan<byte> action)
    {
        json.WriteRaw("{\"type\":\"person\",\"action\":\""u8);
        json.WriteRaw(action);
        json.WriteRaw(person.Kind switch
        {
            PersonIdKind.Id => "\",\"identifiers\":{\"id\":"u8,
            PersonIdKind.Email => "\",\"identifiers\":{\"email\":"u8,
            _ => "\",\"identifiers\":{\"cio_id\":"u8,
        });
        json.WriteString(person.Value);
        json.WriteRaw("}"u8);
    }

    // A time that the caller gave comes first.
    private static void AddTime(JsonBuffer json, int start, ReadOnlySpan<byte> name, DateTimeOffset? time)
    {
        if (time is { } value && !WrittenJson.HasMember(json.WrittenSpan[start..], name))
        {
            AddMember(json, name);
            json.WriteNumber(value.ToUnixTimeSeconds());
            json.WriteRaw("}"u8);
        }
    }

    // Reopens the object that was written last.
    private static void AddMember(JsonBuffer json, ReadOnlySpan<byte> name)
    {
        bool isEmpty = json.WrittenSpan[^2] == '{';
        json.Truncate(json.Length - 1);
        json.WriteRaw(isEmpty ? "\""u8 : ",\""u8);
        json.WriteRaw(name);
        json.WriteRaw("\":"u8);
    }

    private static ReadOnlySpan<byte> ActionOf(OperationKind kind) => kind switch
    {
        OperationKind.Page => "page"u8,
        OperationKind.Screen => "screen"u8,
        _ => "event"u8,
    };
}
