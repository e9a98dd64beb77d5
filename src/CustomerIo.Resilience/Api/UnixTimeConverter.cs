using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CustomerIo.Resilience.Api;

/// <summary>Reads Unix seconds; 0 is how Customer.io says never.</summary>
internal sealed class UnixTimeConverter : JsonConverter<DateTimeOffset?>
{
    private const long Latest = 253_402_300_799;

    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        long seconds = reader.TokenType switch
        {
            JsonTokenType.Null => 0,
            JsonTokenType.Number when reader.TryGetInt64(out long number) => number,
            JsonTokenType.Number => (long)Math.Clamp(reader.GetDouble(), 0, Latest),
            JsonTokenType.String when long.TryParse(
                reader.GetString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out long number) => number,
            _ => throw new JsonException(),
        };
        return seconds is <= 0 or > Latest ? null : DateTimeOffset.FromUnixTimeSeconds(seconds);
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset? value, JsonSerializerOptions options)
    {
        if (value is { } time)
        {
            writer.WriteNumberValue(time.ToUnixTimeSeconds());
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
