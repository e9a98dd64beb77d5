using CustomerIo.Resilience.Events;

namespace CustomerIo.Resilience.Track;

/// <summary>Something a person did: an event, a page view or a screen view.</summary>
public abstract class PersonActivity : PersonEntity
{
    private protected PersonActivity(PersonId person, string name, string action)
        : base(person, action)
    {
        Limits.Require(Limits.CheckEventName(name), nameof(name));
        Name = name;
    }

    /// <summary>1 to 100 bytes of UTF-8; the server trims spaces around it (Track API reference).</summary>
    public string Name { get; }

    /// <summary>
    /// The id by which Customer.io recognises a repeat. Default: a new one for each call, the same for its retries.
    /// Never reuse one for another event.
    /// </summary>
    public Ulid? Id { get; init; }

    /// <summary>When it happened, sent as Unix seconds. Default: when the server receives it.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>What is known about it; v2 calls it attributes, v1 data.</summary>
    public Dictionary<string, object?>? Attributes { get; init; }

    internal override string? Check() => Limits.CheckTimestamp(Timestamp)
        ?? (Id is { } id ? Limits.CheckEventId(id, Person) : null);

    private protected override void WriteFields(ref JsonFields fields, IUlidSource ids)
    {
        base.WriteFields(ref fields, ids);
        fields.Name("id"u8).WriteAscii(Id ?? ids.Next());
        fields.Text("name"u8, Name);
        fields.Time("timestamp"u8, Timestamp);
        fields.Attributes("attributes"u8, Attributes);
    }
}
