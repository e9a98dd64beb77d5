using System.Text.Json;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.AspNetCore.Dashboard.Pages;

/// <summary>The name that an operation's payload has, if it has one.</summary>
internal static class EventName
{
    public static string? Of(Operation operation)
    {
        if (operation.Kind is not (OperationKind.Event or OperationKind.AnonymousEvent or OperationKind.Page or OperationKind.Screen))
        {
            return null;
        }

        try
        {
            using JsonDocument json = JsonDocument.Parse(operation.Payload);
            return json.RootElement.ValueKind is JsonValueKind.Object
                && json.RootElement.TryGetProperty("name"u8, out JsonElement name)
                && name.ValueKind is JsonValueKind.String
                    ? name.GetString()
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
