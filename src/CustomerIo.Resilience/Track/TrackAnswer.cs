using System.Text.Json;

namespace CustomerIo.Resilience.Track;

/// <summary>
/// Reads what the Track API says on success: an empty body, an empty object, or <c>errors</c>, which come with 207 and
/// have been seen with 200. It takes members that are missing or of another type than documented.
/// </summary>
internal static class TrackAnswer
{
    /// <exception cref="CustomerIoException">The body is not JSON.</exception>
    public static IReadOnlyList<CustomerIoError> ReadErrors(ReadOnlyMemory<byte> body)
    {
        if (body.Span.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            return [];
        }

        using JsonDocument document = Parse(body);
        return document.RootElement.ValueKind is JsonValueKind.Object
            && document.RootElement.TryGetProperty("errors", out JsonElement errors)
            && errors.ValueKind is JsonValueKind.Array
                ? [.. errors.EnumerateArray().Select(ReadError)]
                : [];
    }

    /// <exception cref="CustomerIoException">The body is not a JSON object.</exception>
    public static AccountRegion ReadRegion(ReadOnlyMemory<byte> body)
    {
        using JsonDocument document = Parse(body);
        JsonElement root = document.RootElement;
        CustomerIoRegion? region = Text(root, "region") switch
        {
            "us" or "US" => CustomerIoRegion.US,
            "eu" or "EU" => CustomerIoRegion.EU,
            _ => null,
        };
        return new AccountRegion(Text(root, "url"), region, Number(root, "environment_id"));
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException exception)
        {
            throw new CustomerIoException(
                CustomerIoErrorReason.UnexpectedAnswer,
                "Customer.io answered with a success whose body is not JSON. Look for a proxy between you and it.",
                innerException: exception);
        }
    }

    private static CustomerIoError ReadError(JsonElement error) => error.ValueKind is JsonValueKind.String
        ? new CustomerIoError(error.GetString())
        : new CustomerIoError(
            Text(error, "message") ?? Text(error, "detail"),
            Text(error, "reason"),
            Text(error, "field"),
            Number(error, "batch_index") is { } index and >= 0 and <= int.MaxValue ? (int)index : null);

    private static string? Text(JsonElement parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    private static long? Number(JsonElement parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out long number)
            ? number
            : null;

    private static JsonElement Member(JsonElement parent, string name) =>
        parent.ValueKind is JsonValueKind.Object && parent.TryGetProperty(name, out JsonElement value)
            ? value
            : default;
}
