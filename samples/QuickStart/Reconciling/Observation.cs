using System.Text.Json;
using CustomerIo.Resilience.QuickStart.Operations;
using CustomerIo.Resilience.Testing;

namespace CustomerIo.Resilience.QuickStart.Reconciling;

/// <summary>What the server holds in the end: everything it applied, in its order, and everybody there is.</summary>
internal sealed record Observation(
    IReadOnlyList<ObservedOperation> Operations, IReadOnlyDictionary<string, ObservedPerson> People)
{
    public static Observation Of(CustomerIoSimulator simulator) => new(
        [.. simulator.Operations.Where(static operation => operation.Type is "person").Select(ToObserved)],
        simulator.People
            .Where(static person => person.Id is not null)
            .ToDictionary(static person => person.Id!, ToObserved, StringComparer.Ordinal));

    private static ObservedOperation ToObserved(AcceptedOperation operation) => new(
        operation.Sequence,
        operation.Person.Value,
        KindOf(operation.Action),
        operation.AttributesJson.IsEmpty ? null : LineIn(operation.Attributes),
        operation.Target,
        HadEffect: !operation.IsDuplicate);

    private static ObservedPerson ToObserved(SimulatedPerson person) => new(
        person.Attributes,
        person.Devices.ToDictionary(
            static device => device.Token, static device => LineIn(device.Attributes) ?? 0, StringComparer.Ordinal));

    private static FileOperationKind KindOf(string action) => action switch
    {
        "identify" => FileOperationKind.Identify,
        "event" => FileOperationKind.Track,
        "add_device" => FileOperationKind.AddDevice,
        "delete_device" => FileOperationKind.DeleteDevice,
        "delete" => FileOperationKind.Delete,
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, "The sample sends nothing of this kind."),
    };

    private static int? LineIn(JsonElement values) =>
        values.ValueKind is JsonValueKind.Object && values.TryGetProperty(OperationLine.LineName, out JsonElement line)
            ? line.GetInt32()
            : null;
}
