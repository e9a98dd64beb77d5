using System.Text.Json;

namespace CustomerIo.Resilience.Fallback;

/// <summary>Whom an operation is about, read off its payload; for people who look at dead letters. Personal data.</summary>
public static class OperationSubject
{
    /// <summary>
    /// Such as <c>id:42</c>, <c>email:ada@example.com</c> or <c>object:1/acme</c>; empty if the payload cannot be read.
    /// </summary>
    public static string Of(Operation operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        if (operation.Payload.IsEmpty)
        {
            return string.Empty;
        }

        try
        {
            using JsonDocument json = JsonDocument.Parse(operation.Payload);
            return Of(json.RootElement);
        }
        catch (JsonException)
        {
            return string.Empty;
        }
    }

    private static string Of(JsonElement root)
    {
        if (root.TryGetProperty("anonymous_id"u8, out JsonElement anonymous))
        {
            return $"anonymous:{anonymous}";
        }

        if (!root.TryGetProperty("identifiers"u8, out JsonElement identifiers)
            && !root.TryGetProperty("primary"u8, out identifiers))
        {
            return string.Empty;
        }

        if (identifiers.TryGetProperty("object_type_id"u8, out JsonElement type))
        {
            return $"object:{type}/{identifiers.GetProperty("object_id"u8)}";
        }

        foreach (JsonProperty identifier in identifiers.EnumerateObject())
        {
            string kind = identifier.NameEquals("cio_id"u8) ? "cio" : identifier.Name;
            return $"{kind}:{identifier.Value}";
        }

        return string.Empty;
    }
}
