using System.Text.Json;
using CustomerIo.Resilience.Testing.Simulation;

namespace CustomerIo.Resilience.Testing;

/// <summary>One operation Customer.io said yes to, in the place it took in the order of application.</summary>
public sealed class AcceptedOperation
{
    private readonly UInt128 _ulid;
    private readonly bool _hasUlid;

    internal AcceptedOperation(
        long sequence, Exchange exchange, in TrackItem item, PersonKey person, OperationOutcome outcome, long timestamp)
    {
        Sequence = sequence;
        RequestSequence = exchange.Sequence;
        BatchIndex = item.Index;
        Type = item.Type;
        Action = item.Action;
        Person = person;
        Name = item.Name;
        Target = item.Target;
        AttributesJson = item.Attributes;
        Outcome = outcome;
        Timestamp = DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(timestamp, MinUnixSeconds, MaxUnixSeconds));
        _ulid = item.Ulid;
        _hasUlid = item.HasUlid;
    }

    private const long MinUnixSeconds = -62_135_596_800;
    private const long MaxUnixSeconds = 253_402_300_799;

    /// <summary>Its number in the order of application, from 1.</summary>
    public long Sequence { get; }

    /// <summary>The <see cref="RecordedRequest.Sequence"/> of the request that brought it.</summary>
    public long RequestSequence { get; }

    /// <summary>Its place in the batch, from 0; 0 when it came alone.</summary>
    public int BatchIndex { get; }

    /// <summary>
    /// <c>person</c>, <c>object</c> or <c>delivery</c> as in the Track API v2, which v1 operations are mapped to; or
    /// <c>form</c>, <c>segment</c>, <c>message</c> (a transactional send) or <c>broadcast</c>.
    /// </summary>
    public string Type { get; }

    /// <summary>
    /// The action as the Track API v2 calls it, such as <c>identify</c>, <c>event</c> or <c>suppress</c>.
    /// </summary>
    public string Action { get; }

    /// <summary>The person it named, as it was named; for a merge the primary one.</summary>
    public PersonKey Person { get; }

    /// <summary>The event's or metric's name, without surrounding spaces; null when it has none.</summary>
    public string? Name { get; }

    /// <summary>
    /// What else it aimed at: a device token, <c>type/id</c> of an object, a segment, form, delivery or broadcast
    /// number, or the secondary person of a merge; null when nothing.
    /// </summary>
    public string? Target { get; }

    /// <summary>The event's deduplication id in capital letters; null when it came without one.</summary>
    public string? EventId => _hasUlid ? UlidText.Format(_ulid) : null;

    /// <summary>The time it says it happened, to the second, or else when it was received.</summary>
    public DateTimeOffset Timestamp { get; }

    /// <summary>The bytes of its attributes or event data as they came; empty when there were none.</summary>
    public ReadOnlyMemory<byte> AttributesJson { get; }

    /// <summary>Its attributes or event data, parsed at each call; undefined when there were none.</summary>
    public JsonElement Attributes => AttributesJson.IsEmpty ? default : Json.Parse(AttributesJson.Span);

    /// <summary>What the workspace did with it.</summary>
    public OperationOutcome Outcome { get; }

    /// <summary>Whether it repeated an event that had been received before.</summary>
    public bool IsDuplicate => Outcome == OperationOutcome.Duplicate;

    /// <inheritdoc/>
    public override string ToString() => $"#{Sequence} {Type} {Action} {Person.Kind} ({Outcome})";
}
