using System.Text;
using System.Text.Json;

namespace CustomerIo.Resilience.Track;

/// <summary>The limits of attributes that are JSON already.</summary>
internal static partial class Limits
{
    /// <summary>
    /// Checks number, names and texts. Attributes that are short altogether can break none of these limits, so they need no
    /// look.
    /// </summary>
    /// <param name="json">An object, without white space.</param>
    public static string? CheckWrittenAttributes(ReadOnlySpan<byte> json)
    {
        if (json.Length <= AttributeNameBytes)
        {
            return null;
        }

        int count = 0;
        Utf8JsonReader reader = new(json);
        reader.Read();
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            count++;
            string? problem = reader.ValueSpan.Length <= AttributeNameBytes
                ? null
                : CheckBytes("An attribute's name", reader.GetString(), AttributeNameBytes, "Use a shorter name.");
            ReadOnlySpan<byte> name = reader.ValueSpan;
            reader.Read();
            problem ??= CheckWritten(ref reader, name);
            if (problem is not null)
            {
                return problem;
            }

            reader.Skip();
        }

        return CheckAttributeCount(count);
    }

    // Escaped, a text is never shorter.
    private static string? CheckWritten(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) =>
        reader.TokenType is not JsonTokenType.String || reader.ValueSpan.Length <= AttributeValueBytes
            ? null
            : CheckBytes(
                $"The value of attribute '{Encoding.UTF8.GetString(name)}'",
                reader.GetString(),
                AttributeValueBytes,
                "Shorten it.");

    private static string? CheckAttributeCount(int count) => count > Attributes
        ? $"{count} attributes were given; Customer.io allows {Attributes}. Leave some out."
        : null;
}
