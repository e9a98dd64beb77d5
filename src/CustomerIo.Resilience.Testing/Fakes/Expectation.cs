using System.Globalization;
using System.Text.Json;
using CustomerIo.Resilience.Delivery.Lanes;
using CustomerIo.Resilience.Events;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Testing.Fakes;

/// <summary>What an assertion looks for; what is left out is anything.</summary>
internal sealed class Expectation
{
    // A wrong kind is further off than a wrong person, that than a wrong name, that than wrong data.
    private const int KindWeight = 1_000;
    private const int PersonWeight = 150;
    private const int NameWeight = 10;
    private const int MaxNameWeight = 140;

    private readonly OperationKind? _kind;
    private readonly PersonId? _person;
    private JsonElement? _attributes;

    public Expectation()
    {
    }

    public Expectation(OperationKind kind, PersonId person)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(person.Value, nameof(person));
        _kind = kind;
        _person = person;
    }

    public string? Name { get; init; }

    public Condition? Condition { get; init; }

    /// <summary>Written as the client writes them, so that equal values are equal JSON.</summary>
    public Dictionary<string, object?>? Attributes
    {
        init
        {
            if (value is not null)
            {
                JsonBuffer json = new();
                AttributeWriter.WriteObject(json, value);
                Utf8JsonReader reader = new(json.WrittenSpan);
                _attributes = JsonElement.ParseValue(ref reader);
            }
        }
    }

    public bool IsMetBy(RecordedOperation operation) => !DifferencesFrom(operation).Any();

    public IEnumerable<Difference> DifferencesFrom(RecordedOperation operation)
    {
        if (_kind is { } kind && operation.Kind != kind)
        {
            yield return new Difference(KindWeight, $"kind is {operation.Kind}");
        }

        if (_person is { } person && !Equals(operation.Key, EntityKey.Person(person)))
        {
            yield return new Difference(
                PersonWeight,
                operation.Person is { } other ? $"person is {RecordedOperation.Describe(other)}" : "no person");
        }

        if (Name is not null && !string.Equals(operation.Name, Name, StringComparison.Ordinal))
        {
            int distance = NameWeight * EditDistance.Between(Name, operation.Name ?? string.Empty);
            yield return new Difference(
                Math.Min(distance, MaxNameWeight), operation.Name is { } other ? $"name is \"{other}\"" : "no name");
        }

        foreach (Difference difference in AttributeDifferences(operation))
        {
            yield return difference;
        }

        if (Condition?.DifferenceFrom(operation) is { } text)
        {
            yield return new Difference(1, text);
        }
    }

    public override string ToString()
    {
        string what = _kind is { } kind ? kind.ToString() : "operation";
        string name = Name is null ? string.Empty : $" \"{Name}\"";
        string person = _person is { } who ? $" of {RecordedOperation.Describe(who)}" : string.Empty;
        string data = _attributes is { } attributes ? $" with {attributes.GetRawText()}" : string.Empty;
        string condition = Condition is null ? string.Empty : $" where {Condition}";
        return string.Create(CultureInfo.InvariantCulture, $"{what}{name}{person}{data}{condition}");
    }

    private IEnumerable<Difference> AttributeDifferences(RecordedOperation operation)
    {
        if (_attributes is not { } expected)
        {
            yield break;
        }

        JsonElement actual = operation.Attributes;
        foreach (JsonProperty member in expected.EnumerateObject())
        {
            if (actual.ValueKind is not JsonValueKind.Object
                || !actual.TryGetProperty(member.Name, out JsonElement value))
            {
                yield return new Difference(2, $"no {member.Name}");
            }
            else if (!JsonEquality.AreEqual(member.Value, value))
            {
                yield return new Difference(1, $"{member.Name} is {value.GetRawText()}");
            }
        }
    }
}
