using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CustomerIo.Resilience.Events;

/// <summary>Writes a caller's dictionary as JSON without reflection: the types it knows are the types it takes.</summary>
internal static class AttributeWriter
{
    /// <summary>Deeper data is refused: it is a cycle, or no attribute a segment could use.</summary>
    public const int MaxDepth = 32;

    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="ArgumentException">A name is empty, or a value has a type that has no JSON form here.</exception>
    public static void WriteObject(JsonBuffer json, Dictionary<string, object?>? attributes)
    {
        if (attributes is null)
        {
            json.WriteRaw("{}"u8);
            return;
        }

        WriteObject(json, attributes, depth: 1);
    }

    public static void RefuseEmpty(string name)
    {
        if (string.IsNullOrEmpty(name))
        {
            throw new ArgumentException("An attribute has an empty name. Give it one, or leave it out.", nameof(name));
        }
    }

    public static ArgumentException NotFinite(string name) => new(
        $"Attribute '{name}' is not a finite number; JSON has no way to say that. Send null or leave it out.", nameof(name));

    public static DateTimeOffset InstantOf(string name, DateTime time) => time.Kind is DateTimeKind.Unspecified
        ? throw new ArgumentException(
            $"Attribute '{name}' is a DateTime of unspecified kind, so its instant is unknown. " +
            "Use a DateTimeOffset, or DateTime.SpecifyKind.",
            nameof(time))
        : new DateTimeOffset(time);

    public static ArgumentException TooDeep(string name) => new(
        $"Attribute '{name}' is nested more than {MaxDepth} deep. Flatten it, or look for a cycle.", nameof(name));

    private static void WriteObject(JsonBuffer json, Dictionary<string, object?> attributes, int depth)
    {
        json.WriteRaw((byte)'{');
        bool first = true;
        foreach (KeyValuePair<string, object?> attribute in attributes)
        {
            WriteName(json, attribute.Key, ref first);
            WriteValue(json, attribute.Key, attribute.Value, depth);
        }

        json.WriteRaw((byte)'}');
    }

    private static void WriteName(JsonBuffer json, string name, ref bool first)
    {
        RefuseEmpty(name);
        if (!first)
        {
            json.WriteRaw((byte)',');
        }

        first = false;
        json.WriteString(name);
        json.WriteRaw((byte)':');
    }

    /// <exception cref="ArgumentException">The value has a type that has no JSON form here.</exception>
    public static void WriteValue(JsonBuffer json, string name, object? value, int depth = 1)
    {
        switch (value)
        {
            case null:
                json.WriteNull();
                break;
            case string text:
                json.WriteString(text);
                break;
            case int number:
                json.WriteNumber(number);
                break;
            case bool flag:
                json.WriteBoolean(flag);
                break;
            case long number:
                json.WriteNumber(number);
                break;
            case decimal number:
                json.WriteNumber(number);
                break;
            case double number when !double.IsFinite(number):
                throw NotFinite(name);
            case double number:
                json.WriteNumber(number);
                break;
            case DateTimeOffset time:
                json.WriteNumber(time.ToUnixTimeSeconds());
                break;
            default:
                WriteUncommon(json, name, value, depth);
                break;
        }
    }

    private static void WriteUncommon(JsonBuffer json, string name, object value, int depth)
    {
        switch (value)
        {
            case float number when !float.IsFinite(number):
                throw NotFinite(name);
            case float number:
                json.WriteNumber(number);
                break;
            case short or ushort or byte or sbyte or uint:
                json.WriteNumber(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case ulong number:
                json.WriteNumber(number);
                break;
            case DateTime time:
                json.WriteNumber(InstantOf(name, time).ToUnixTimeSeconds());
                break;
            case DateOnly date:
                json.WriteAscii(date, "yyyy-MM-dd");
                break;
            case Guid guid:
                json.WriteAscii(guid);
                break;
            case char character:
                json.WriteString([character]);
                break;
            case Uri uri:
                json.WriteString(uri.OriginalString);
                break;
            case Enum symbol:
                json.WriteString(symbol.ToString());
                break;
            default:
                WriteNested(json, name, value, depth + 1);
                break;
        }
    }

    private static void WriteNested(JsonBuffer json, string name, object value, int depth)
    {
        if (depth > MaxDepth)
        {
            throw TooDeep(name);
        }

        switch (value)
        {
            case Dictionary<string, object?> attributes:
                WriteObject(json, attributes, depth);
                break;
            case JsonElement { ValueKind: JsonValueKind.Undefined }:
                json.WriteNull();
                break;
            case JsonElement element:
                WriteAnew(json, name, element.WriteTo);
                break;
            case JsonNode node:
                WriteAnew(json, name, writer => node.WriteTo(writer));
                break;
            case JsonDocument document:
                WriteAnew(json, name, document.RootElement.WriteTo);
                break;
            case IEnumerable<KeyValuePair<string, object?>> pairs:
                WritePairs(json, pairs, depth);
                break;
            case IEnumerable<KeyValuePair<string, string>> pairs:
                WritePairs(json, pairs.Select(static pair => KeyValuePair.Create(pair.Key, (object?)pair.Value)), depth);
                break;
            case IDictionary entries:
                WriteEntries(json, name, entries, depth);
                break;
            case IEnumerable items:
                WriteArray(json, name, items, depth);
                break;
            default:
                throw Unsupported(name, value);
        }
    }

    private static void WritePairs(JsonBuffer json, IEnumerable<KeyValuePair<string, object?>> pairs, int depth)
    {
        json.WriteRaw((byte)'{');
        bool first = true;
        foreach ((string name, object? value) in pairs)
        {
            WriteName(json, name, ref first);
            WriteValue(json, name, value, depth);
        }

        json.WriteRaw((byte)'}');
    }

    // Dictionaries whose values are not references, such as Dictionary<string, int>, are seen through this interface only.
    private static void WriteEntries(JsonBuffer json, string name, IDictionary entries, int depth)
    {
        json.WriteRaw((byte)'{');
        bool first = true;
        foreach (DictionaryEntry entry in entries)
        {
            WriteName(json, entry.Key as string ?? throw Unsupported(name, entries), ref first);
            WriteValue(json, name, entry.Value, depth);
        }

        json.WriteRaw((byte)'}');
    }

    private static void WriteArray(JsonBuffer json, string name, IEnumerable items, int depth)
    {
        json.WriteRaw((byte)'[');
        bool first = true;
        foreach (object? item in items)
        {
            if (!first)
            {
                json.WriteRaw((byte)',');
            }

            first = false;
            WriteValue(json, name, item, depth);
        }

        json.WriteRaw((byte)']');
    }

    // Written anew, because the raw text may have comments and trailing commas, which Customer.io would not read.
    private static void WriteAnew(JsonBuffer json, string name, Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new();
        try
        {
            using Utf8JsonWriter writer = new(buffer, Relaxed);
            write(writer);
        }
        catch (InvalidOperationException exception)
        {
            throw new ArgumentException(
                $"Attribute '{name}' has JSON with text that is no valid Unicode. Correct the text, or leave it out.",
                nameof(name),
                exception);
        }

        json.WriteRaw(buffer.WrittenSpan);
    }

    private static ArgumentException Unsupported(string name, object value) => new(
        $"Attribute '{name}' has the type {value.GetType()}, which has no JSON form here. Use strings, numbers, booleans, " +
        "dates, Guid, Uri, enums, lists, dictionaries with string keys, JsonElement or JsonNode.",
        nameof(value));
}
