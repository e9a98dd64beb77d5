using System.Runtime.InteropServices;
using System.Text.Json;

namespace CustomerIo.Resilience.Wire;

/// <summary>One element of a list of errors.</summary>
/// <param name="Error">What it says; members it left out, or has of another type, are null.</param>
/// <param name="Place">What it says about the item.</param>
/// <param name="IsError">Whether it is one: a text, or an object with a member that errors have.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ErrorEntry(CustomerIoError Error, ErrorPlace Place, bool IsError)
{
    public static ErrorEntry Read(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => new(new CustomerIoError(Text(element)), ErrorPlace.Unnamed, IsError: true),
        JsonValueKind.Object => FromObject(element),
        _ => new(new CustomerIoError(null), ErrorPlace.Unreadable, IsError: false),
    };

    /// <summary>The text of an element; null if it is none, or not UTF-8: the rest of the error is still good.</summary>
    public static string? Text(JsonElement element)
    {
        try
        {
            return element.ValueKind is JsonValueKind.String ? element.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    public static string? Text(JsonElement holder, string name) =>
        holder.TryGetProperty(name, out JsonElement value) ? Text(value) : null;

    private static ErrorEntry FromObject(JsonElement item)
    {
        string? message = Text(item, "message") ?? Text(item, "detail");
        string? reason = Text(item, "reason");
        string? field = Text(item, "field");
        if (field is null
            && item.TryGetProperty("source", out JsonElement source)
            && source.ValueKind is JsonValueKind.Object)
        {
            field = Text(source, "pointer");
        }

        ErrorPlace place = ErrorPlace.Unnamed;
        int? index = null;
        if (item.TryGetProperty("batch_index", out JsonElement number) && number.ValueKind is not JsonValueKind.Null)
        {
            index = number.ValueKind is JsonValueKind.Number && number.TryGetInt32(out int value) ? value : null;
            place = index is null ? ErrorPlace.Unreadable : ErrorPlace.Named;
        }

        bool isError = message is not null || reason is not null || field is not null || place is not ErrorPlace.Unnamed;
        return new(new CustomerIoError(message, reason, field, index), place, isError);
    }
}
