using System.Text;
using System.Text.Json;

namespace CustomerIo.Resilience.AspNetCore.Webhooks;

/// <summary>Reads topics from a text such as <c>{"topics":{"topic_1":true}}</c>.</summary>
internal static class TopicsReader
{
    public static IReadOnlyDictionary<string, bool> Read(string? content)
    {
        Dictionary<string, bool> topics = new(StringComparer.Ordinal);
        if (content is null || !JsonText.TryRead(Encoding.UTF8.GetBytes(content), out JsonElement root))
        {
            return topics;
        }

        foreach ((string topic, JsonElement value) in new JsonFields(root).Object("topics").Members())
        {
            if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            {
                topics[topic] = value.GetBoolean();
            }
        }

        return topics;
    }
}
