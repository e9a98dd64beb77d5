using CustomerIo.Resilience.Events;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery;

/// <summary>
/// Writes the operations that come in masses, straight to UTF-8 with names and punctuation ready-made. The rare ones go
/// through the entities of the Track API client.
/// </summary>
internal static class EntityJson
{
    public static void WriteIdentify(
        JsonBuffer json,
        PersonId person,
        DateTimeOffset timestamp,
        bool updateOnly,
        Dictionary<string, object?>? attributes,
        DateTimeOffset? lastSeenAt)
    {
        WritePerson(json, person, "identify"u8);
        json.WriteRaw(",\"timestamp\":"u8);
        json.WriteNumber(timestamp.ToUnixTimeSeconds());
        json.WriteRaw(",\"attributes\":"u8);
        WriteData(json, attributes);
        AddTime(json, "last_seen_at", lastSeenAt, attributes);
        if (updateOnly)
        {
            AddMember(json, "_update");
            json.WriteBoolean(true);
            json.WriteRaw("}"u8);
        }

        json.WriteRaw("}"u8);
    }

    /// <summary>
    /// Gives how many bytes, from the first, say what the event is about: who, what and the caller's data, but not when and by
    /// which id. Two of the same content are the same in these bytes.
    /// </summary>
    public static int WriteActivity(JsonBuffer json, PersonId person, OperationKind kind, in Activity activity)
    {
        WritePerson(json, person, ActionOf(kind));
        json.WriteRaw(",\"name\":"u8);
        json.WriteString(activity.Name);
        json.WriteRaw(",\"attributes\":"u8);
        return WriteDataAndEnd(json, in activity);
    }

    /// <summary>Same, for the v1 event of somebody anonymous.</summary>
    public static int WriteAnonymousEvent(JsonBuffer json, string anonymousId, in Activity activity)
    {
        json.WriteRaw("{\"anonymous_id\":"u8);
        json.WriteString(anonymousId);
        json.WriteRaw(",\"name\":"u8);
        json.WriteString(activity.Name);
        json.WriteRaw(",\"data\":"u8);
        return WriteDataAndEnd(json, in activity);
    }

    private static int WriteDataAndEnd(JsonBuffer json, in Activity activity)
    {
        WriteData(json, activity.Data);
        int contentLength = json.Length - "}"u8.Length;
        AddTime(json, "tracked_at", activity.TrackedAt, activity.Data);
        json.WriteRaw(",\"id\":"u8);
        json.WriteAscii(activity.Id);
        json.WriteRaw(",\"timestamp\":"u8);
        json.WriteNumber(activity.Timestamp.ToUnixTimeSeconds());
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

    private static void WriteData(JsonBuffer json, Dictionary<string, object?>? data)
    {
        if (data is null)
        {
            json.WriteRaw("{}"u8);
            return;
        }

        AttributeWriter.WriteObject(json, data);
    }

    private static void AddTime(
        JsonBuffer json, string name, DateTimeOffset? time, Dictionary<string, object?>? givenByCaller)
    {
        if (time is { } value && givenByCaller?.ContainsKey(name) is not true)
        {
            AddMember(json, name);
            json.WriteNumber(value.ToUnixTimeSeconds());
            json.WriteRaw("}"u8);
        }
    }

    // Reopens the object that was written last.
    private static void AddMember(JsonBuffer json, string name)
    {
        bool isEmpty = json.WrittenSpan[^2] == '{';
        json.Truncate(json.Length - 1);
        json.WriteRaw(isEmpty ? default : ","u8);
        json.WriteString(name);
        json.WriteRaw(":"u8);
    }

    private static ReadOnlySpan<byte> ActionOf(OperationKind kind) => kind switch
    {
        OperationKind.Page => "page"u8,
        OperationKind.Screen => "screen"u8,
        _ => "event"u8,
    };
}
