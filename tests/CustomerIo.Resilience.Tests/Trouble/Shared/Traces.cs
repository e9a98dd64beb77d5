using System.Text.Json;
using CustomerIo.Resilience.Testing;

namespace CustomerIo.Resilience.Tests.Trouble.Shared;

/// <summary>What the simulator has seen of somebody, by what the requests said.</summary>
internal static class Traces
{
    /// <summary>
    /// Everything applied that is about this person or names them, in the order of application: the kind of action, and for
    /// objects that they were.
    /// </summary>
    public static IReadOnlyList<string> TracesOf(this CustomerIoSimulator simulator, string person)
    {
        Dictionary<long, RecordedRequest> requests = simulator.Requests.ToDictionary(static request => request.Sequence);
        return
        [
            .. simulator.Operations
                .Where(operation => operation.Person == PersonKey.Id(person)
                    || TextOf(requests[operation.RequestSequence], operation.BatchIndex)
                        .Contains($"\"{person}\"", StringComparison.Ordinal))
                .Select(static operation => $"{operation.Type} {operation.Action}"),
        ];
    }

    /// <summary>The numbers that the applied events of somebody carry, repeats left out.</summary>
    public static IEnumerable<int> NumbersOf(this CustomerIoSimulator simulator, string person) => simulator.Operations
        .Where(operation => operation is { IsDuplicate: false, Action: "event" } && operation.Person == PersonKey.Id(person))
        .Select(static operation => operation.Attributes.GetProperty("n").GetInt32());

    private static string TextOf(RecordedRequest request, int index)
    {
        if (!request.Path.EndsWith("/batch", StringComparison.Ordinal))
        {
            return request.BodyText();
        }

        using JsonDocument body = JsonDocument.Parse(request.Body);
        return body.RootElement.GetProperty("batch")[index].GetRawText();
    }
}
