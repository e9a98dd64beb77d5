using System.Text.Json;
using CustomerIo.Resilience.Wire;

namespace CustomerIo.Resilience.Track;

/// <summary>Reads the region of an account. It takes members that are missing or of another type than documented.</summary>
internal static class RegionAnswer
{
    /// <summary>The region; null for a body that is not a JSON object.</summary>
    public static AccountRegion? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(AnswerBody.Trim(body));
            return document.RootElement is { ValueKind: JsonValueKind.Object } root ? From(root) : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static AccountRegion From(JsonElement root)
    {
        CustomerIoRegion? region = ErrorEntry.Text(root, "region") switch
        {
            "us" or "US" => CustomerIoRegion.US,
            "eu" or "EU" => CustomerIoRegion.EU,
            _ => null,
        };
        long? environment =
            root.TryGetProperty("environment_id", out JsonElement id)
            && id.ValueKind is JsonValueKind.Number
            && id.TryGetInt64(out long number)
                ? number
                : null;
        return new AccountRegion(ErrorEntry.Text(root, "url"), region, environment);
    }
}
