using System.Globalization;
using System.Text.Json;
using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Torture.Planning;

namespace CustomerIo.Resilience.Torture.Reconciling;

/// <summary>What the simulator says that it has seen.</summary>
internal static class Observation
{
    /// <summary>Who is there.</summary>
    public static IReadOnlySet<int> ExistingAt(CustomerIoSimulator simulator) => simulator.People
        .Where(static person => person.Id is not null)
        .Select(static person => PersonOf(person.Id!))
        .ToHashSet();

    /// <summary>Everything that reached it in the order of application, with what a 207 refused in its place.</summary>
    public static IReadOnlyList<SeenOperation> Of(CustomerIoSimulator simulator)
    {
        ILookup<long, AcceptedOperation> byRequest = simulator.Operations.ToLookup(static one => one.RequestSequence);
        List<(long Request, int Index, SeenOperation Seen)> all =
        [
            .. simulator.Operations.Select(static one => (one.RequestSequence, one.BatchIndex, ToSeen(one))),
        ];
        foreach (RecordedRequest request in simulator.Requests.Where(
            static one => one is { StatusCode: 207, IsAccepted: true }))
        {
            HashSet<int> accepted = [.. byRequest[request.Sequence].Select(static one => one.BatchIndex)];
            using JsonDocument body = JsonDocument.Parse(request.Body);
            int index = 0;
            foreach (JsonElement item in body.RootElement.GetProperty("batch").EnumerateArray())
            {
                if (!accepted.Contains(index))
                {
                    InsertRefused(all, request.Sequence, index, ToRefused(item));
                }

                index++;
            }
        }

        return [.. all.Select(static one => one.Seen)];
    }

    private static void InsertRefused(
        List<(long Request, int Index, SeenOperation Seen)> all, long request, int index, SeenOperation refused)
    {
        int place = all.FindIndex(one =>
            one.Seen.Person == refused.Person && (one.Request, one.Index).CompareTo((request, index)) > 0);
        all.Insert(place < 0 ? all.Count : place, (request, index, refused));
    }

    private static SeenOperation ToSeen(AcceptedOperation operation) => new(
        PersonOf(operation.Person.Value),
        KindOf(operation.Action),
        operation.AttributesJson.IsEmpty ? null : NumberIn(operation.Attributes),
        operation.Outcome is OperationOutcome.Applied ? SeenOutcome.Applied : SeenOutcome.WithoutEffect);

    private static SeenOperation ToRefused(JsonElement item) => new(
        PersonOf(item.GetProperty("identifiers").GetProperty("id").GetString()!),
        KindOf(item.GetProperty("action").GetString()!),
        item.TryGetProperty("attributes", out JsonElement attributes) ? NumberIn(attributes) : null,
        SeenOutcome.Refused);

    private static int? NumberIn(JsonElement attributes) =>
        attributes.TryGetProperty("version", out JsonElement number) || attributes.TryGetProperty("n", out number)
            ? number.GetInt32()
            : null;

    private static int PersonOf(string name) => int.Parse(name.AsSpan(1), CultureInfo.InvariantCulture);

    private static PlannedKind KindOf(string action) => action switch
    {
        "identify" => PlannedKind.Identify,
        "event" => PlannedKind.Event,
        "delete" => PlannedKind.Delete,
        "suppress" => PlannedKind.Suppress,
        "unsuppress" => PlannedKind.Unsuppress,
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, "Nothing of this kind is planned."),
    };
}
