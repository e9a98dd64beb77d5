using CustomerIo.Resilience.Events;

namespace CustomerIo.Resilience.Track;

/// <summary>Adds a person, or changes their attributes.</summary>
public sealed class PersonIdentify : PersonEntity
{
    /// <summary>Describes the change.</summary>
    /// <param name="person">The person.</param>
    public PersonIdentify(PersonId person)
        : base(person, "identify")
    {
    }

    /// <summary>
    /// At most 300, names of at most 150 and texts of at most 1,000 bytes of UTF-8. <c>_update</c> set to true changes
    /// only a person that exists; <c>cio_subscription_preferences</c> sets topics (Track API reference).
    /// </summary>
    public Dictionary<string, object?>? Attributes { get; init; }

    /// <summary>
    /// When it was true, sent as Unix seconds; Customer.io keeps the newest value of each attribute by it.
    /// </summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>Objects to relate the person to.</summary>
    public IReadOnlyList<ObjectRelationship>? Relationships { get; init; }

    internal override string? Check() => Limits.CheckAttributes(Attributes) ?? Limits.CheckTimestamp(Timestamp);

    private protected override void WriteFields(ref JsonFields fields, IUlidSource ids)
    {
        base.WriteFields(ref fields, ids);
        fields.Time("timestamp"u8, Timestamp);
        fields.Attributes("attributes"u8, Attributes);
        fields.Parts("cio_relationships"u8, Relationships);
    }
}
