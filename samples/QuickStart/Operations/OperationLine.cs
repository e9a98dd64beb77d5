using System.Text.Json;

namespace CustomerIo.Resilience.QuickStart.Operations;

/// <summary>Reads one line of the file.</summary>
internal static class OperationLine
{
    /// <summary>The name under which an operation carries its line number, to be recognised at the simulator.</summary>
    public const string LineName = "line";

    private static readonly Dictionary<string, FileOperationKind> Kinds = new(StringComparer.Ordinal)
    {
        ["identify"] = FileOperationKind.Identify,
        ["track"] = FileOperationKind.Track,
        ["add_device"] = FileOperationKind.AddDevice,
        ["delete_device"] = FileOperationKind.DeleteDevice,
        ["delete"] = FileOperationKind.Delete,
    };

    /// <summary>How the file calls it.</summary>
    public static string NameOf(FileOperationKind kind) => Kinds.First(pair => pair.Value == kind).Key;

    /// <exception cref="FormatException">The line is no operation; the message says why.</exception>
    public static FileOperation Parse(int number, string line)
    {
        using JsonDocument document = ParseJson(line);
        JsonElement json = document.RootElement;
        string kind = Text(json, "op");
        if (!Kinds.TryGetValue(kind, out FileOperationKind known))
        {
            throw new FormatException($"'op' is '{kind}'; one of {string.Join(", ", Kinds.Keys)} is allowed.");
        }

        FileOperation operation = new(number, known, Text(json, "person"));
        return known switch
        {
            FileOperationKind.Identify => operation with { Values = Values(json, "attributes") },
            FileOperationKind.Track => operation with { Event = Text(json, "event"), Values = Values(json, "data") },
            FileOperationKind.AddDevice => operation with { Token = Text(json, "token"), Platform = Platform(json) },
            FileOperationKind.DeleteDevice => operation with { Token = Text(json, "token") },
            _ => operation,
        };
    }

    private static JsonDocument ParseJson(string line)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(line);
        }
        catch (JsonException exception)
        {
            throw new FormatException($"it is not JSON (at byte {exception.BytePositionInLine ?? 0}).", exception);
        }

        if (document.RootElement.ValueKind is JsonValueKind.Object)
        {
            return document;
        }

        document.Dispose();
        throw new FormatException("it is JSON, but not an object.");
    }

    private static string Text(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out JsonElement value))
        {
            throw new FormatException($"'{name}' is missing.");
        }

        return value.ValueKind is JsonValueKind.String && !string.IsNullOrWhiteSpace(value.GetString())
            ? value.GetString()!
            : throw new FormatException($"'{name}' must be a text that is not empty.");
    }

    private static DevicePlatform Platform(JsonElement json) => Text(json, "platform") switch
    {
        "ios" => DevicePlatform.IOS,
        "android" => DevicePlatform.Android,
        string other => throw new FormatException($"'platform' is '{other}'; ios or android is allowed."),
    };

    private static Dictionary<string, JsonElement> Values(JsonElement json, string name)
    {
        Dictionary<string, JsonElement> values = new(StringComparer.Ordinal);
        if (!json.TryGetProperty(name, out JsonElement members))
        {
            return values;
        }

        if (members.ValueKind is not JsonValueKind.Object)
        {
            throw new FormatException($"'{name}' must be an object.");
        }

        foreach (JsonProperty member in members.EnumerateObject())
        {
            if (IsReserved(member.Name))
            {
                throw new FormatException($"'{name}' has a member '{member.Name}', which has a meaning of its own.");
            }

            values[member.Name] = member.Value.Clone();
        }

        return values;
    }

    // Names with an effect in Customer.io, which the model of the reconciliation leaves out, and the sample's own one.
    private static bool IsReserved(string name) =>
        name is "" or LineName or "id" or "anonymous_id"
        || name.StartsWith('_')
        || name.StartsWith("cio_", StringComparison.Ordinal);
}
