using System.Text;
using System.Text.Json;

namespace CustomerIo.Resilience.Wire;

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
        ReadOnlyMemory<byte> trimmed = AnswerBody.Trim(body);
        if (trimmed.IsEmpty || trimmed.Span.SequenceEqual("{}"u8))
        {
            return [];
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(trimmed);
            return FromRoot(document.RootElement);
        }
        catch (JsonException)
        {
            return FromText(trimmed.Span);
        }
        catch (InvalidOperationException)
        {
            // A name with half a surrogate pair.
            return [];
        }
    }

    private static IReadOnlyList<CustomerIoError> FromRoot(JsonElement root)
    {
        // Seen in the wild: the envelope as a JSON string.
        if (root.ValueKind == JsonValueKind.String)
        {
            string text = ErrorEntry.Text(root) ?? string.Empty;
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
        if (ErrorEntry.Text(holder, "error") is { } single)
        {
            errors.Add(new CustomerIoError(single));
        }

        if (holder.TryGetProperty("errors", out JsonElement list) && list.ValueKind == JsonValueKind.Array)
        {
            errors.AddRange(list.EnumerateArray()
                .Where(static item => item.ValueKind is JsonValueKind.String or JsonValueKind.Object)
                .Select(static item => ErrorEntry.Read(item).Error));
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
