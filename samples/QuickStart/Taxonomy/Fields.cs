using System.Text.Json;

namespace CustomerIo.Resilience.QuickStart.Taxonomy;

/// <summary>The values of a line, from which typed members are taken one by one.</summary>
internal sealed class Fields(Dictionary<string, object?> values)
{
    /// <summary>What was not taken.</summary>
    public Dictionary<string, object?> Rest { get; } = new(values, StringComparer.Ordinal);

    public string? Text(string name) => Take(name, static json =>
        json.ValueKind is JsonValueKind.String ? json.GetString() : null);

    public decimal? Number(string name) => Take(name, static json =>
        json.ValueKind is JsonValueKind.Number && json.TryGetDecimal(out decimal number) ? number : (decimal?)null);

    public int? Integer(string name) => Take(name, static json =>
        json.ValueKind is JsonValueKind.Number && json.TryGetInt32(out int number) ? number : (int?)null);

    private T? Take<T>(string name, Func<JsonElement, T?> read)
    {
        T? value = values.TryGetValue(name, out object? found) && found is JsonElement json ? read(json) : default;
        if (value is not null)
        {
            Rest.Remove(name);
        }

        return value;
    }
}
