using System.Globalization;
using System.Text.Json;

namespace CustomerIo.Resilience.AspNetCore.Webhooks;

/// <summary>
/// Reads the fields of an object, which may be none: what is missing, or of a type that cannot be taken for the one
/// asked for, is null or empty, never an exception.
/// </summary>
internal readonly struct JsonFields(JsonElement element)
{
    private const long FirstSecond = -62_135_596_800;
    private const long LastSecond = 253_402_300_799;

    public JsonElement Element { get; } = element.ValueKind is JsonValueKind.Object ? element : default;

    public string? Text(string name) => TextOf(Field(name));

    public long? Number(string name)
    {
        JsonElement field = Field(name);
        return field.ValueKind switch
        {
            JsonValueKind.Number when field.TryGetInt64(out long number) => number,
            JsonValueKind.String when long.TryParse(
                TextOf(field), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) => number,
            _ => null,
        };
    }

    public bool? Flag(string name) => Field(name).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    public DateTimeOffset? Time(string name) => Number(name) is { } seconds and >= FirstSecond and <= LastSecond
        ? DateTimeOffset.FromUnixTimeSeconds(seconds)
        : null;

    public JsonFields Object(string name) => new(Field(name));

    public IEnumerable<JsonFields> Objects(string name)
    {
        JsonElement field = Field(name);
        return field.ValueKind is JsonValueKind.Array
            ? field.EnumerateArray()
                .Where(static item => item.ValueKind is JsonValueKind.Object)
                .Select(static item => new JsonFields(item))
            : [];
    }

    public IReadOnlyDictionary<string, IReadOnlyList<string>> TextLists(string name)
    {
        Dictionary<string, IReadOnlyList<string>> lists = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string key, JsonElement value) in Object(name).Members())
        {
            lists[key] = value.ValueKind is JsonValueKind.Array
                ? [.. value.EnumerateArray().Select(TextOf).OfType<string>()]
                : TextOf(value) is { } text ? [text] : [];
        }

        return lists;
    }

    public IEnumerable<(string Name, JsonElement Value)> Members()
    {
        if (Element.ValueKind is not JsonValueKind.Object)
        {
            yield break;
        }

        foreach (JsonProperty member in Element.EnumerateObject())
        {
            if (NameOf(member) is { } name)
            {
                yield return (name, member.Value);
            }
        }
    }

    private static string? TextOf(JsonElement element)
    {
        try
        {
            return element.ValueKind switch
            {
                JsonValueKind.String => element.GetString(),
                JsonValueKind.Number => element.GetRawText(),
                _ => null,
            };
        }
        catch (InvalidOperationException)
        {
            // A text that is no valid UTF-8, or has half a surrogate pair.
            return null;
        }
    }

    private static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private JsonElement Field(string name)
    {
        try
        {
            return Element.ValueKind is JsonValueKind.Object && Element.TryGetProperty(name, out JsonElement field)
                ? field
                : default;
        }
        catch (InvalidOperationException)
        {
            // The name of some field is no valid text.
            return default;
        }
    }
}
