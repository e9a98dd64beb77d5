using System.Text.Json;

namespace CustomerIo.Resilience.QuickStart.Reconciling;

/// <summary>A person as the server has them in the end, or should have them.</summary>
/// <param name="Attributes">The attributes.</param>
/// <param name="Devices">The device tokens, with the line that wrote each last.</param>
internal sealed record ObservedPerson(
    IReadOnlyDictionary<string, JsonElement> Attributes, IReadOnlyDictionary<string, int> Devices)
{
    /// <summary>Whether somebody else has the same devices, and the same attributes, however their JSON is written.</summary>
    public bool IsSameAs(ObservedPerson other) =>
        Attributes.Count == other.Attributes.Count
        && Attributes.All(pair => other.Attributes.TryGetValue(pair.Key, out JsonElement value)
            && JsonElement.DeepEquals(pair.Value, value))
        && Devices.Count == other.Devices.Count
        && Devices.All(pair => other.Devices.TryGetValue(pair.Key, out int line) && line == pair.Value);
}
