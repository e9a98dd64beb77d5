using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CustomerIo.Resilience.Tests.Track;

/// <summary>One operation of <c>TrackShapes.txt</c>.</summary>
internal sealed class TrackShape
{
    private readonly Dictionary<string, (string Type, bool Required)> _fields;

    private TrackShape(string header, Dictionary<string, (string Type, bool Required)> fields)
    {
        Header = header;
        _fields = fields;
    }

    public string Header { get; }

    public static IReadOnlyList<TrackShape> ReadAll()
    {
        using Stream stream = typeof(TrackShape).Assembly.GetManifestResourceStream("TrackShapes.txt")
            .ShouldNotBeNull();
        using StreamReader reader = new(stream);
        List<TrackShape> shapes = [];
        Dictionary<string, (string, bool)> fields = [];
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith("  ", StringComparison.Ordinal))
            {
                string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                fields.Add(words[0].TrimEnd('!'), (words[1], words[0].EndsWith('!')));
            }
            else if (line.Length > 0 && line[0] != '#')
            {
                fields = [];
                shapes.Add(new TrackShape(line, fields));
            }
        }

        return shapes;
    }

    public bool Fits(string method, string path, string? entity)
    {
        string[] words = Header.Split(' ');
        string pattern = $"^{Regex.Escape(words[1]).Replace("\\{}", "[^/]+", StringComparison.Ordinal)}$";
        return words[0] == method
            && Regex.IsMatch(path, pattern, RegexOptions.None, TimeSpan.FromSeconds(1))
            && string.Join(' ', words.Skip(2)) == (entity ?? string.Empty);
    }

    /// <summary>What is wrong with a body: unknown fields, missing ones, and types that differ.</summary>
    public IEnumerable<string> Compare(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
        {
            return _fields.Values.Any(static field => field.Required) ? ["the body is missing"] : [];
        }

        using JsonDocument document = JsonDocument.Parse(body);
        return _fields.Count == 0
            ? ["a body where there is none"]
            : [.. CompareObject(document.RootElement, string.Empty)];
    }

    private IEnumerable<string> CompareObject(JsonElement element, string prefix)
    {
        foreach (JsonProperty property in element.EnumerateObject())
        {
            string path = prefix + property.Name;
            if (_fields.TryGetValue(path, out (string Type, bool Required) field))
            {
                foreach (string problem in CompareValue(property.Value, path, field.Type))
                {
                    yield return problem;
                }
            }
            else if (prefix.Length > 0 || !_fields.ContainsKey("*"))
            {
                yield return $"{path} is unknown";
            }
        }

        foreach ((string path, _) in _fields.Where(field => field.Value.Required && IsChild(field.Key, prefix)))
        {
            if (!element.TryGetProperty(path[prefix.Length..], out _))
            {
                yield return $"{path} is missing";
            }
        }
    }

    private IEnumerable<string> CompareValue(JsonElement value, string path, string type) => type switch
    {
        "string" => Expect(value.ValueKind is JsonValueKind.String),
        "boolean" => Expect(value.ValueKind is JsonValueKind.True or JsonValueKind.False),
        "seconds" => Expect(
            value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out long n) && n < 100_000_000_000),
        "ulid" => Expect(value.ValueKind is JsonValueKind.String && Ulid.TryParse(value.GetString()!, out _)),
        "strings" => Expect(
            value.ValueKind is JsonValueKind.Array
            && value.EnumerateArray().All(static item => item.ValueKind is JsonValueKind.String)),
        "map" => Expect(value.ValueKind is JsonValueKind.Object),
        "one" when value.EnumerateObject().Count() != 1 => [$"{path} has not exactly one field"],
        "one" or "object" => CompareObject(value, $"{path}."),
        "array" => value.EnumerateArray().SelectMany(item => CompareObject(item, $"{path}[].")),
        _ => Expect(type[0] == '=' && type[1..].Split('|').Contains(value.GetString(), StringComparer.Ordinal)),
    };

    private static IEnumerable<string> Expect(
        bool fits, [CallerArgumentExpression(nameof(fits))] string? what = null) =>
        fits ? [] : [$"not so: {what}"];

    private static bool IsChild(string path, string prefix) =>
        path.StartsWith(prefix, StringComparison.Ordinal) && path.IndexOfAny(['.', '['], prefix.Length) < 0;
}
