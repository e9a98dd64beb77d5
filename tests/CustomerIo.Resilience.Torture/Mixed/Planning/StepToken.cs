using System.Globalization;
using System.Text.Json;

namespace CustomerIo.Resilience.Torture.Mixed.Planning;

/// <summary>Reads off the bytes of an operation which one it is: by number where it carries one, else by kind and people.</summary>
internal static class StepToken
{
    public const string Unknown = "?";

    public static string Of(ReadOnlyMemory<byte> payload)
    {
        if (payload.IsEmpty)
        {
            return Unknown;
        }

        using JsonDocument json = JsonDocument.Parse(payload);
        return Of(json.RootElement);
    }

    public static string Of(JsonElement item)
    {
        if ((item.TryGetProperty("attributes", out JsonElement carried) || item.TryGetProperty("data", out carried))
            && carried.TryGetProperty("n", out JsonElement number))
        {
            return number.GetRawText();
        }

        if (item.TryGetProperty("primary", out JsonElement primary))
        {
            return OfMerge(IdIn(primary), IdIn(item.GetProperty("secondary")));
        }

        return item.TryGetProperty("action", out JsonElement action) && item.TryGetProperty("identifiers", out JsonElement who)
            ? $"{action.GetString()}:{IdIn(who)}"
            : Unknown;
    }

    /// <summary>The same of a planned one.</summary>
    public static string Of(Step step) => step.Kind switch
    {
        StepKind.Merge => OfMerge(step.Key, step.Secondary!),
        StepKind.Delete => $"delete:{step.Key}",
        StepKind.Suppress => $"suppress:{step.Key}",
        StepKind.Unsuppress => $"unsuppress:{step.Key}",
        _ => step.Id.ToString(CultureInfo.InvariantCulture),
    };

    private static string OfMerge(string primary, string secondary) => $"merge:{primary}:{secondary}";

    private static string IdIn(JsonElement identifiers) =>
        identifiers.TryGetProperty("id", out JsonElement id) ? id.GetString()! : Unknown;
}
