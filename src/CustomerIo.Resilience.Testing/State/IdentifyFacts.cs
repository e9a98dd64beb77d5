using System.Text.Json;

namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>What the reserved keys of an identify say before any attribute is written.</summary>
internal struct IdentifyFacts
{
    public bool UpdateOnly { get; private set; }

    public string? Email { get; private set; }

    public string? AnonymousId { get; private set; }

    public long? Timestamp { get; private set; }

    /// <summary>The v1 form, an object with an action; v2 has its array outside the attributes.</summary>
    public ReadOnlyMemory<byte> Relationships { get; private set; }

    public static IdentifyFacts Read(ReadOnlyMemory<byte> attributes)
    {
        var facts = default(IdentifyFacts);
        if (attributes.IsEmpty)
        {
            return facts;
        }

        var reader = new Utf8JsonReader(attributes.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            facts.ReadMember(ref reader, attributes);
        }

        return facts;
    }

    private void ReadMember(ref Utf8JsonReader reader, ReadOnlyMemory<byte> attributes)
    {
        if (reader.ValueTextEquals("_update"u8))
        {
            reader.Read();
            UpdateOnly = reader.TokenType == JsonTokenType.True;
        }
        else if (reader.ValueTextEquals("email"u8))
        {
            reader.Read();
            Email = Text(ref reader);
        }
        else if (reader.ValueTextEquals("anonymous_id"u8))
        {
            reader.Read();
            AnonymousId = Text(ref reader);
        }
        else if (reader.ValueTextEquals("_timestamp"u8))
        {
            reader.Read();
            Timestamp = reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var value) ? value : null;
        }
        else if (reader.ValueTextEquals("cio_relationships"u8))
        {
            Relationships = AttributeBag.Value(ref reader, attributes);
            return;
        }
        else
        {
            reader.Read();
        }

        reader.Skip();
    }

    private static string? Text(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
}
