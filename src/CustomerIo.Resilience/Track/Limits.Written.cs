using System.Text;
using System.Text.Json;
using CustomerIo.Resilience.Events;

namespace CustomerIo.Resilience.Track;

/// <summary>The limits of attributes that are JSON already.</summary>
internal static partial class Limits
{
    /// <summary>Checks number, names, texts and times.</summary>
    /// <param name="json">An object, without white space.</param>
    public static string? CheckWrittenAttributes(ReadOnlySpan<byte> json)
    {
        int count = 0;
        Utf8JsonReader reader = new(json, WrittenJson.AnyDepth);
        reader.Read();
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            count++;
            string? problem = reader.ValueSpan.Length <= AttributeNameBytes
                ? null
                : CheckBytes("An attribute's name", reader.GetString(), AttributeNameBytes, "Use a shorter name.");
            ReadOnlySpan<byte> name = reader.ValueSpan;
            reader.Read();
            problem ??= reader.TokenType switch
            {
                JsonTokenType.String => CheckWrittenText(ref reader, name),
                JsonTokenType.Number when IsTime(name) => CheckTime(Encoding.UTF8.GetString(name), reader.GetDouble()),
                _ => null,
            };
            if (problem is not null)
            {
                return problem;
            }

            reader.Skip();
        }

        return CheckAttributeCount(count);
    }

    // Escaped, a text is never shorter.
    private static string? CheckWrittenText(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) =>
        reader.ValueSpan.Length <= AttributeValueBytes
            ? null
            : CheckBytes(
                $"The value of attribute '{Encoding.UTF8.GetString(name)}'",
                reader.GetString(),
                AttributeValueBytes,
                "Shorten it.");

    private static bool IsTime(ReadOnlySpan<byte> name) => name.SequenceEqual("created_at"u8)
        || name.SequenceEqual("timestamp"u8) || name.SequenceEqual("_timestamp"u8) || name.SequenceEqual("last_used"u8);

    private static string? CheckAttributeCount(int count) => count > Attributes
        ? $"{count} attributes were given; Customer.io allows {Attributes}. Leave some out."
        : null;
}
