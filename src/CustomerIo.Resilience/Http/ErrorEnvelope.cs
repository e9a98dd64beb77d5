using System.Text;
using System.Text.Json;

namespace CustomerIo.Resilience.Http;

/// <summary>
/// Reads the server's own words from whichever of its envelopes it used: <c>meta.error</c>, <c>meta.errors[]</c>, the
/// App API's <c>errors[]</c> or Track v2's <c>errors[]</c>. Never throws, whatever the body is.
/// </summary>
internal static class ErrorEnvelope
{
    private const int LongestExcerpt = 200;

    private static readonly UTF8Encoding StrictUtf8 =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static IReadOnlyList<CustomerIoError> Parse(ReadOnlyMemory<byte> body)
    {
        ReadOnlySpan<byte> trimmed = body.Span.Trim(" \t\r\n"u8);
        if (trimmed.IsEmpty || trimmed.SequenceEqual("{}"u8))
        {
            return [];
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            return FromRoot(document.RootElement);
        }
        catch (JsonException)
        {
            return FromText(trimmed);
        }
    }

    private static IReadOnlyList<CustomerIoError> FromRoot(JsonElement root)
    {
        // Seen in the wild: the envelope as a JSON string.
        if (root.ValueKind == JsonValueKind.String)
        {
            string text = Text(root) ?? string.Empty;
            return text.StartsWith('{') ? Parse(Encoding.UTF8.GetBytes(text)) : FromText(Encoding.UTF8.GetBytes(text));
        }

        if (root.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        var errors = new List<CustomerIoError>();
        AddFrom(root, errors);
        if (root.TryGetProperty("meta", out JsonElement meta) && meta.ValueKind == JsonValueKind.Object)
        {
            AddFrom(meta, errors);
        }

        return errors;
    }

    private static void AddFrom(JsonElement holder, List<CustomerIoError> errors)
    {
        if (Text(holder, "error") is { } single)
        {
            errors.Add(new CustomerIoError(single));
        }

        if (!holder.TryGetProperty("errors", out JsonElement list) || list.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        foreach (JsonElement item in list.EnumerateArray())
        {
            switch (item.ValueKind)
            {
                case JsonValueKind.String:
                    errors.Add(new CustomerIoError(Text(item)));
                    break;
                case JsonValueKind.Object:
                    errors.Add(FromObject(item));
                    break;
                default:
                    break;
            }
        }
    }

    private static CustomerIoError FromObject(JsonElement item)
    {
        string? field = Text(item, "field");
        if (field is null
            && item.TryGetProperty("source", out JsonElement source)
            && source.ValueKind == JsonValueKind.Object)
        {
            field = Text(source, "pointer");
        }

        int? batchIndex = item.TryGetProperty("batch_index", out JsonElement index)
            && index.ValueKind == JsonValueKind.Number
            && index.TryGetInt32(out int value)
            ? value
            : null;
        string? message = Text(item, "message") ?? Text(item, "detail");
        return new CustomerIoError(message, Text(item, "reason"), field, batchIndex);
    }

    private static string? Text(JsonElement holder, string name) =>
        holder.TryGetProperty(name, out JsonElement value) ? Text(value) : null;

    private static string? Text(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Not UTF-8. The rest of the error, its batch index above all, is still good.
            return null;
        }
    }

    /// <summary>A short plain text is worth showing; a page of HTML, broken JSON or binary data is not.</summary>
    private static IReadOnlyList<CustomerIoError> FromText(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty || body[0] is (byte)'<' or (byte)'{' or (byte)'[')
        {
            return [];
        }

        try
        {
            string text = StrictUtf8.GetString(body).Trim();
            if (text.Length == 0 || text.Any(static c => char.IsControl(c) && c is not ('\r' or '\n' or '\t')))
            {
                return [];
            }

            string line = text.ReplaceLineEndings(" ");
            return [new CustomerIoError(line.Length <= LongestExcerpt ? line : $"{line[..LongestExcerpt]}…")];
        }
        catch (DecoderFallbackException)
        {
            return [];
        }
    }
}
