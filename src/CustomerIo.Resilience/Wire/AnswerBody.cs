using System.Text.Json;

namespace CustomerIo.Resilience.Wire;

/// <summary>What every reader of an answer begins with.</summary>
internal static class AnswerBody
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private static ReadOnlySpan<byte> Whitespace => " \t\r\n"u8;

    /// <summary>The body without what may surround JSON: a UTF-8 byte order mark and white space.</summary>
    public static ReadOnlyMemory<byte> Trim(ReadOnlyMemory<byte> body)
    {
        ReadOnlyMemory<byte> trimmed = body.Trim(Whitespace);
        return trimmed.Span.StartsWith(ByteOrderMark) ? trimmed[ByteOrderMark.Length..].Trim(Whitespace) : trimmed;
    }

    /// <summary>
    /// Whether it is an object or an array to its end, or nothing at all, as the App API answers. A page of HTML, a line of
    /// text and what was cut off are not.
    /// </summary>
    public static bool IsData(ReadOnlyMemory<byte> body)
    {
        ReadOnlySpan<byte> json = Trim(body).Span;
        if (json.IsEmpty)
        {
            return true;
        }

        if (json[0] is not ((byte)'{' or (byte)'['))
        {
            return false;
        }

        try
        {
            Utf8JsonReader reader = new(json);
            while (reader.Read())
            {
                // Only the end matters.
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
