using System.Text;
using System.Text.Json;

namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>
/// Takes items of the Track API v2 apart in one forward pass over the body, without building a document.
/// </summary>
internal static class TrackItemReader
{
    private static readonly string[] Words =
    [
        "person", "object", "delivery", "identify", "event", "page", "screen", "delete", "suppress", "unsuppress",
        "add_device", "delete_device", "merge", "add_relationships", "delete_relationships", "identify_anonymous",
    ];

    /// <summary>Reads one item. The reader stands on its first token and is left on its last.</summary>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public static TrackItem Read(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body, int index)
    {
        var item = new TrackItem { Index = index };
        var start = (int)reader.TokenStartIndex;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            item.Error = ItemError.Invalid(index, "batch", "an item must be an object");
            return item;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadMember(ref reader, ref item, body);
        }

        item.Bytes = (int)reader.BytesConsumed - start;
        return item;
    }

    private static void ReadMember(ref Utf8JsonReader reader, ref TrackItem item, ReadOnlyMemory<byte> body)
    {
        if (reader.ValueTextEquals("type"u8))
        {
            item.Type = Word(ref reader);
        }
        else if (reader.ValueTextEquals("action"u8))
        {
            item.Action = Word(ref reader);
        }
        else if (reader.ValueTextEquals("identifiers"u8))
        {
            item.Identifiers = Slice(ref reader, body);
        }
        else if (reader.ValueTextEquals("attributes"u8))
        {
            item.Attributes = Slice(ref reader, body);
        }
        else if (reader.ValueTextEquals("name"u8))
        {
            ReadName(ref reader, ref item);
        }
        else if (reader.ValueTextEquals("id"u8))
        {
            ReadUlid(ref reader, ref item);
        }
        else if (reader.ValueTextEquals("timestamp"u8))
        {
            ReadTimestamp(ref reader, ref item);
        }
        else if (reader.ValueTextEquals("cio_relationships"u8))
        {
            item.Relationships = Slice(ref reader, body);
        }
        else if (reader.ValueTextEquals("device"u8))
        {
            item.Device = Slice(ref reader, body);
        }
        else if (reader.ValueTextEquals("primary"u8))
        {
            item.Primary = Slice(ref reader, body);
        }
        else if (reader.ValueTextEquals("secondary"u8))
        {
            item.Secondary = Slice(ref reader, body);
        }
        else
        {
            reader.Read();
            reader.Skip();
        }
    }

    /// <summary>The value's bytes as they stand in the body; empty for null.</summary>
    private static ReadOnlyMemory<byte> Slice(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return default;
        }

        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return body[start..(int)reader.BytesConsumed];
    }

    private static string Word(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return string.Empty;
        }

        foreach (var word in Words)
        {
            if (reader.ValueTextEquals(word))
            {
                return word;
            }
        }

        return reader.GetString() ?? string.Empty;
    }

    private static void ReadName(ref Utf8JsonReader reader, ref TrackItem item)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            item.Name = (reader.ValueIsEscaped ? reader.GetString()! : Utf8TextPool.Get(reader.ValueSpan)).Trim();
            return;
        }

        if (reader.TokenType != JsonTokenType.Null)
        {
            reader.Skip();
            item.Error ??= ItemError.Invalid(item.Index, "name", "name must be a string");
        }
    }

    private static void ReadUlid(ref Utf8JsonReader reader, ref TrackItem item)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        if (reader.TokenType == JsonTokenType.String)
        {
            var text = reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan;
            if (UlidText.TryParse(text, out var ulid))
            {
                item.Ulid = ulid;
                item.HasUlid = true;
                return;
            }
        }

        reader.Skip();
        item.Error ??= ItemError.Invalid(item.Index, "id", "id must be a valid ULID");
    }

    private static void ReadTimestamp(ref Utf8JsonReader reader, ref TrackItem item)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var seconds))
        {
            item.Timestamp = seconds;
            return;
        }

        reader.Skip();
        item.Error ??= ItemError.Invalid(item.Index, "timestamp", "timestamp must be a whole number of seconds");
    }
}
