using System.Text.Json;

namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>
/// Attributes, each ordered by the time of its writes: an older write never replaces a newer one, and of two of the
/// same second the one that arrives later wins.
/// </summary>
internal sealed class AttributeBag
{
    private readonly Dictionary<string, AttributeState> _values = new(StringComparer.Ordinal);

    public int Count => _values.Count;

    /// <summary>Writes one attribute; false when a newer write stands.</summary>
    public bool Write(string name, ReadOnlyMemory<byte> json, long timestamp)
    {
        if (_values.TryGetValue(name, out var current) && current.Timestamp > timestamp)
        {
            return false;
        }

        _values[name] = new AttributeState(json, timestamp);
        return true;
    }

    /// <summary>Writes every member of a JSON object; null or an empty text removes, as for objects.</summary>
    public void WriteAll(ReadOnlyMemory<byte> json, long timestamp)
    {
        var reader = new Utf8JsonReader(json.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = Name(ref reader);
            var value = Value(ref reader, json);
            if (value.Span.SequenceEqual("null"u8) || value.Span.SequenceEqual("\"\""u8))
            {
                _values.Remove(name);
            }
            else
            {
                Write(name, value, timestamp);
            }
        }
    }

    /// <summary>Takes over what is missing here.</summary>
    public void FillFrom(AttributeBag other)
    {
        foreach (var (name, value) in other._values)
        {
            _values.TryAdd(name, value);
        }
    }

    public IReadOnlyDictionary<string, JsonElement> ToDictionary()
    {
        var copy = new Dictionary<string, JsonElement>(_values.Count, StringComparer.Ordinal);
        foreach (var (name, value) in _values)
        {
            copy[name] = Json.Parse(value.Json.Span);
        }

        return copy;
    }

    public IReadOnlyDictionary<string, long> Timestamps() =>
        _values.ToDictionary(pair => pair.Key, pair => pair.Value.Timestamp, StringComparer.Ordinal);

    public JsonElement? Get(string name) =>
        _values.TryGetValue(name, out var value) ? Json.Parse(value.Json.Span) : null;

    /// <summary>The name of the member the reader stands on.</summary>
    public static string Name(ref Utf8JsonReader reader) =>
        reader.ValueIsEscaped ? reader.GetString()! : Utf8TextPool.Get(reader.ValueSpan);

    /// <summary>The bytes of the value that follows, the reader being left on its end.</summary>
    public static ReadOnlyMemory<byte> Value(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return json[start..(int)reader.BytesConsumed];
    }
}
