using System.Text.Json;

namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>The documented limits on attributes: how many, how long their names and values.</summary>
internal static class AttributeRules
{
    public static ItemError? Check(ReadOnlyMemory<byte> attributes, int index)
    {
        if (attributes.IsEmpty)
        {
            return null;
        }

        var reader = new Utf8JsonReader(attributes.Span);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return ItemError.Invalid(index, "attributes", "attributes must be an object");
        }

        var count = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("cio_relationships"u8) || reader.ValueTextEquals("_update"u8))
            {
                reader.Read();
                reader.Skip();
                continue;
            }

            if (++count > Limits.AttributeCount)
            {
                return ItemError.Invalid(index, "attributes", $"more than {Limits.AttributeCount} attributes");
            }

            if (Length(ref reader) > Limits.AttributeNameBytes)
            {
                return ItemError.Invalid(
                    index, "attributes", $"an attribute name is longer than {Limits.AttributeNameBytes} bytes");
            }

            var isPreferences = reader.ValueTextEquals("cio_subscription_preferences"u8);
            reader.Read();
            if (ValueLength(ref reader) > Limits.AttributeValueBytes && !isPreferences)
            {
                return ItemError.Invalid(
                    index, "attributes", $"an attribute value is longer than {Limits.AttributeValueBytes} bytes");
            }
        }

        return null;
    }

    private static int ValueLength(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return Length(ref reader);
        }

        var start = reader.TokenStartIndex;
        reader.Skip();
        return (int)(reader.BytesConsumed - start);
    }

    private static int Length(ref Utf8JsonReader reader) =>
        reader.ValueIsEscaped ? System.Text.Encoding.UTF8.GetByteCount(reader.GetString()!) : reader.ValueSpan.Length;
}
