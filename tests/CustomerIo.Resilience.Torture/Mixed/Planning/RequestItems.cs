using System.Text.Json;

namespace CustomerIo.Resilience.Torture.Mixed.Planning;

/// <summary>The operations in the body of a request, whether it is a batch or a single one.</summary>
internal static class RequestItems
{
    public static IEnumerable<JsonElement> Of(JsonElement root) =>
        root.TryGetProperty("batch", out JsonElement batch) ? batch.EnumerateArray() : [root];
}
