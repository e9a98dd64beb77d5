using System.Text.Json;

namespace CustomerIo.Resilience.Events;

/// <summary>Looks at JSON that was just written.</summary>
internal static class WrittenJson
{
    /// <summary>How deep a caller's own JSON is does not matter here.</summary>
    public static readonly JsonReaderOptions AnyDepth = new() { MaxDepth = int.MaxValue };

    /// <summary>Whether an object has a member of that name.</summary>
    public static bool HasMember(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        Utf8JsonReader reader = new(json, AnyDepth);
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
