using System.Globalization;
using System.Text.Json;
using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Torture.Mixed.Planning;
using CustomerIo.Resilience.Torture.Reconciling;

namespace CustomerIo.Resilience.Torture.Mixed.Reconciling;

/// <summary>What the simulator says that it has seen.</summary>
internal static class Witness
{
    /// <summary>Everything that was applied, in that order, with what a 207 refused where its request came.</summary>
    public static IReadOnlyList<Sight> SightsOf(CustomerIoSimulator simulator)
    {
        Dictionary<long, AcceptedOperation[]> byRequest = simulator.Operations
            .GroupBy(static one => one.RequestSequence)
            .ToDictionary(static group => group.Key, static group => group.ToArray());
        List<(long Place, int Index, Sight Sight)> all = [];
        foreach (RecordedRequest request in simulator.Requests.Where(static one => one.IsAccepted))
        {
            AcceptedOperation[] accepted = byRequest.GetValueOrDefault(request.Sequence, []);
            using JsonDocument body = JsonDocument.Parse(request.Body);
            int index = 0;
            foreach (JsonElement item in RequestItems.Of(body.RootElement))
            {
                AcceptedOperation? one = Array.Find(accepted, operation => operation.BatchIndex == index);
                long place = one?.Sequence ?? accepted.FirstOrDefault()?.Sequence ?? 0;
                all.Add((place, index, new Sight(
                    StepToken.Of(item), NamedBy(item), request.Time.UtcDateTime, OutcomeOf(one))));
                index++;
            }
        }

        return [.. all.OrderBy(static one => one.Place).ThenBy(static one => one.Index).Select(static one => one.Sight)];
    }

    /// <summary>The requests that failed because something in them always fails.</summary>
    public static IReadOnlyList<Failure> FailuresOf(CustomerIoSimulator simulator, MixedPlan plan)
    {
        HashSet<string> ailing = [.. plan.Steps.Where(static step => step.IsAiling).Select(StepToken.Of)];
        List<Failure> failures = [];
        foreach (RecordedRequest request in simulator.Requests.Where(static one => one.Fault is not null))
        {
            using JsonDocument body = JsonDocument.Parse(request.Body);
            string[] tokens = [.. RequestItems.Of(body.RootElement).Select(StepToken.Of).Where(ailing.Contains)];
            if (tokens.Length > 0)
            {
                failures.Add(new Failure(request.Time.UtcDateTime, tokens));
            }
        }

        return failures;
    }

    /// <summary>A line about each request, for people.</summary>
    public static IEnumerable<string> TrailOf(CustomerIoSimulator simulator)
    {
        foreach (RecordedRequest request in simulator.Requests)
        {
            using JsonDocument body = JsonDocument.Parse(request.Body);
            IEnumerable<string> tokens = RequestItems.Of(body.RootElement).Select(StepToken.Of);
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{request.Time.UtcDateTime:mm:ss.fff} {request.StatusCode} {request.Fault} {string.Join(' ', tokens)}");
        }
    }

    private static SeenOutcome OutcomeOf(AcceptedOperation? operation) => operation switch
    {
        null => SeenOutcome.Refused,
        { Outcome: OperationOutcome.Applied } => SeenOutcome.Applied,
        _ => SeenOutcome.WithoutEffect,
    };

    private static IReadOnlyList<string> NamedBy(JsonElement item) =>
        item.TryGetProperty("cio_relationships", out JsonElement related)
            || item.TryGetProperty("relationships", out related)
            ? [.. related.EnumerateArray().Select(static one => one.GetProperty("identifiers").GetProperty("id").GetString()!)]
            : [];
}
