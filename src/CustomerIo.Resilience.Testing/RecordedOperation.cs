using System.Text;
using System.Text.Json;
using CustomerIo.Resilience.Delivery.Intake;
using CustomerIo.Resilience.Delivery.Lanes;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Testing;

/// <summary>A call that a <see cref="FakeCustomerIoClient"/> recorded.</summary>
public sealed class RecordedOperation
{
    private object? _result;

    internal RecordedOperation(OperationKind kind) => Kind = kind;

    /// <summary>What it does.</summary>
    public OperationKind Kind { get; }

    /// <summary>The operation's ULID; the default for a call that was not taken.</summary>
    public Ulid Id { get; private set; }

    /// <summary>The person it is about, of a merge the one that stays; null for visitors and objects.</summary>
    public PersonId? Person { get; internal init; }

    /// <summary>Of a merge, the person whose data moves; null otherwise.</summary>
    public PersonId? MergedPerson { get; internal init; }

    /// <summary>The visitor an anonymous event is about; null otherwise.</summary>
    public string? AnonymousId { get; internal init; }

    /// <summary>The object it is about; null otherwise.</summary>
    public ObjectId? ObjectId { get; internal init; }

    /// <summary>The name of the event, page or screen; null otherwise.</summary>
    public string? Name { get; internal init; }

    /// <summary>
    /// What the call passed: the dictionary, the object of a typed event or typed attributes, the <see cref="Device"/>,
    /// its token, or the list of relationships; null if there was nothing.
    /// </summary>
    public object? Data { get; internal init; }

    /// <summary>The idempotency key of the call; null if it had none.</summary>
    public string? IdempotencyKey { get; internal init; }

    /// <summary>Whether it came through <see cref="IBatchTracker"/>.</summary>
    public bool IsBackground { get; internal init; }

    /// <summary>When the call was made, by the fake's clock; the default for a call that was not taken.</summary>
    public DateTimeOffset OccurredAt { get; private set; }

    /// <summary>
    /// The JSON that the real client would send; its kind is <see cref="JsonValueKind.Undefined"/> for a call that was
    /// not taken.
    /// </summary>
    public JsonElement Json { get; private set; }

    /// <summary>
    /// The part of <see cref="Json"/> that the caller gave: the event's data, or the attributes. Its kind is
    /// <see cref="JsonValueKind.Undefined"/> if there is none.
    /// </summary>
    public JsonElement Attributes =>
        Json.ValueKind is JsonValueKind.Object
        && (Json.TryGetProperty("attributes", out JsonElement part) || Json.TryGetProperty("data", out part))
            ? part
            : default;

    /// <summary>
    /// What became of it: what the caller was told, or, in the background, what a flush brought. Null while a response
    /// that the test gave as a task is not complete.
    /// </summary>
    public DeliveryResult? Result
    {
        get => (DeliveryResult?)Volatile.Read(ref _result);
        internal set => Volatile.Write(ref _result, value);
    }

    internal bool IsTaken { get; private set; }

    internal EntityKey? Key => this switch
    {
        { Person: { Value: not null } person } => EntityKey.Person(person),
        { AnonymousId: { } visitor } => EntityKey.Anonymous(visitor),
        { ObjectId: { Value: not null } target } => EntityKey.Object(target),
        _ => null,
    };

    /// <summary><see cref="Data"/> as the type that was passed.</summary>
    /// <typeparam name="TData">Such as a typed event.</typeparam>
    /// <exception cref="CustomerIoAssertionException">It is of another type, or null.</exception>
    public TData DataAs<TData>() => Data is TData data
        ? data
        : throw new CustomerIoAssertionException(
            $"The data was passed as {Data?.GetType().Name ?? "nothing"}, not as {typeof(TData).Name}: {this}");

    /// <summary>Everything on one line, with personal data.</summary>
    public override string ToString()
    {
        StringBuilder line = new(Kind.ToString());
        line.Append(Name is null ? string.Empty : $" \"{Name}\"").Append(Describe(" of ", this));
        if (MergedPerson is { } merged)
        {
            line.Append($" from {Describe(merged)}");
        }

        if (Attributes.ValueKind is JsonValueKind.Object)
        {
            line.Append(": ").Append(Attributes.GetRawText());
        }

        return line.Append(Result is { Status: var status } ? $" ({status})" : string.Empty).ToString();
    }

    internal static string Describe(PersonId person) => $"{person.Kind.ToString().ToLowerInvariant()} {person.Value}";

    internal void Take(in OperationHead head, ReadOnlySpan<byte> payload)
    {
        Id = head.Id;
        OccurredAt = head.OccurredAt;
        Utf8JsonReader reader = new(payload);
        Json = JsonElement.ParseValue(ref reader);
        IsTaken = true;
    }

    private static string Describe(string lead, RecordedOperation operation) => operation switch
    {
        { Person: { } person } => lead + Describe(person),
        { AnonymousId: { } visitor } => $"{lead}visitor {visitor}",
        { ObjectId: { TypeId: null } target } => $"{lead}object {target.Value}",
        { ObjectId: { } target } => $"{lead}object {target.TypeId}/{target.Value}",
        _ => string.Empty,
    };
}
