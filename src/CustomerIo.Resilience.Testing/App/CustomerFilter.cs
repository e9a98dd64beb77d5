using System.Text.Json;

namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>The filter tree of searches, broadcasts and exports.</summary>
internal static class CustomerFilter
{
    /// <summary>The filter as a question about a person; null when it is no filter.</summary>
    public static Func<Workspace, PersonState, bool>? Parse(JsonElement filter)
    {
        if (filter.ValueKind != JsonValueKind.Object || filter.EnumerateObject().Count() != 1)
        {
            return null;
        }

        var condition = filter.EnumerateObject().First();
        return condition.Name switch
        {
            "and" when Children(condition.Value) is { } all =>
                (workspace, person) => Array.TrueForAll(all, child => child(workspace, person)),
            "or" when Children(condition.Value) is { } any =>
                (workspace, person) => Array.Exists(any, child => child(workspace, person)),
            "not" when Parse(condition.Value) is { } child =>
                (workspace, person) => !child(workspace, person),
            "segment" when condition.Value.TryGet("id", out var id) && id.TryGetInt32(out var number) =>
                (workspace, person) => workspace.IsIn(person, number),
            "attribute" => Attribute(condition.Value),
            _ => null,
        };
    }

    private static Func<Workspace, PersonState, bool>[]? Children(JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
        {
            return null;
        }

        var children = list.EnumerateArray().Select(Parse).OfType<Func<Workspace, PersonState, bool>>().ToArray();
        return children.Length == list.GetArrayLength() ? children : null;
    }

    private static Func<Workspace, PersonState, bool>? Attribute(JsonElement condition)
    {
        if (condition.Text("field") is not { Length: > 0 } field)
        {
            return null;
        }

        return condition.Text("operator") switch
        {
            "exists" => (_, person) => Value(person, field) is { Length: > 0 },
            "eq" when condition.TryGet("value", out var value) =>
                (_, person) => string.Equals(Value(person, field), value.ToString(), Comparison(field)),
            _ => null,
        };
    }

    private static StringComparison Comparison(string field) =>
        field is "email" ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    private static string? Value(PersonState person, string field) => field switch
    {
        "id" => person.Id,
        "email" => person.Email,
        "cio_id" => person.CioId,
        _ => person.Attributes.Get(field)?.ToString(),
    };
}
