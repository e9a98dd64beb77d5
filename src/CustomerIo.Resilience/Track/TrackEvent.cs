using CustomerIo.Resilience.Events;

namespace CustomerIo.Resilience.Track;

/// <summary>An event as Track v1 takes it.</summary>
public sealed class TrackEvent
{
    /// <summary>Describes an event.</summary>
    /// <param name="name">1 to 100 bytes of UTF-8; the server trims spaces around it (Track API reference).</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank or too long.</exception>
    public TrackEvent(string name)
    {
        Limits.Require(Limits.CheckEventName(name), nameof(name));
        Name = name;
    }

    /// <summary>The event's name.</summary>
    public string Name { get; }

    /// <summary>Default: <see cref="TrackEventKind.Event"/>.</summary>
    public TrackEventKind Kind { get; init; }

    /// <summary>
    /// At most 100,000 bytes of JSON. <c>recipient</c>, <c>from_address</c> and <c>reply_to</c> override those of the
    /// message that the event triggers (Track API reference).
    /// </summary>
    public Dictionary<string, object?>? Data { get; init; }

    /// <summary>
    /// When it happened, sent as Unix seconds. Default: when the server receives it. Only the last 72 hours can trigger
    /// an automation (Track API reference).
    /// </summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>
    /// The id by which Customer.io recognises a repeat. Default: a new one for each call. Give it to make your own
    /// repeats harmless too; never reuse it for another event.
    /// </summary>
    public Ulid? Id { get; init; }

    /// <summary>
    /// Ties an anonymous event to what the same visitor does elsewhere, and to the person once identified. The Track
    /// API reference also asks for it on a screen view of a known person.
    /// </summary>
    public string? AnonymousId { get; init; }

    internal void Write(JsonBuffer json, Ulid id)
    {
        JsonFields fields = new(json);
        fields.Text("anonymous_id"u8, AnonymousId);
        fields.Text("name"u8, Name);
        fields.Name("id"u8).WriteAscii(id);
        fields.Text("type"u8, Kind is TrackEventKind.Event ? null : WireNames.Of(Kind));
        fields.Time("timestamp"u8, Timestamp);
        WriteData(ref fields, json);
        fields.End();
    }

    private void WriteData(ref JsonFields fields, JsonBuffer json)
    {
        if (Data is null)
        {
            return;
        }

        fields.Name("data"u8);
        int start = json.Length;
        AttributeWriter.WriteObject(json, Data);
        Limits.Require(Limits.CheckEventData(json.Length - start), nameof(Data));
    }
}
