using System.Text.Json;

namespace CustomerIo.Resilience.AspNetCore.Webhooks;

/// <summary>Reads one JSON value with nothing behind it.</summary>
internal static class JsonText
{
    public static bool TryRead(ReadOnlySpan<byte> json, out JsonElement value)
    {
        try
        {
            Utf8JsonReader reader = new(json);
            value = JsonElement.ParseValue(ref reader);

            // The reader throws if anything but white space follows.
            return !reader.Read();
        }
        catch (JsonException)
        {
            value = default;
            return false;
        }
    }
}
