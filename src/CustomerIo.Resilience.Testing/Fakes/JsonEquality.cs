using System.Text.Json;

namespace CustomerIo.Resilience.Testing.Fakes;

/// <summary>Whether two values are the same, whatever the order of members and the digits after the point.</summary>
internal static class JsonEquality
{
    public static bool AreEqual(JsonElement left, JsonElement right) =>
        left.ValueKind == right.ValueKind && left.ValueKind switch
        {
            JsonValueKind.Object => HaveEqualMembers(left, right),
            JsonValueKind.Array => left.GetArrayLength() == right.GetArrayLength()
                && left.EnumerateArray().Zip(right.EnumerateArray(), AreEqual).All(static equal => equal),
            JsonValueKind.Number => AreEqualNumbers(left, right),
            JsonValueKind.String => left.ValueEquals(right.GetString()),
            _ => true,
        };

    private static bool HaveEqualMembers(JsonElement left, JsonElement right) =>
        left.EnumerateObject().Count() == right.EnumerateObject().Count()
        && left.EnumerateObject().All(member =>
            right.TryGetProperty(member.Name, out JsonElement other) && AreEqual(member.Value, other));

    private static bool AreEqualNumbers(JsonElement left, JsonElement right) =>
        left.TryGetDecimal(out decimal exact) && right.TryGetDecimal(out decimal other)
            ? exact == other
            : left.GetDouble().Equals(right.GetDouble());
}
