using System.Text.Json;

namespace CustomerIo.Resilience.Delivery.Contents;

/// <summary>Looks at JSON that was just written.</summary>
internal static class WrittenJson
{
    /// <summary>Whether an object has a member of that name.</summary>
    public static bool HasMember(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        Utf8JsonReader reader = new(json);
        reader.Read();
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(name))
            {
                return true;
            }

            reader.Skip();
        }

        return false;
    }
}
