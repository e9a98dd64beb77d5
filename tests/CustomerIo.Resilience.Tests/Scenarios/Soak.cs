using System.Globalization;
using System.Text.Json;
using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Tests.Support;

namespace CustomerIo.Resilience.Tests.Scenarios;

/// <summary>T1: the mix of trouble of a bad day, with any store.</summary>
internal static class Soak
{
    private const int People = 500;

    public static async Task RunAsync(
        int seed,
        int operations = 10_000,
        Durability durability = Durability.OnFailure,
        Action<CustomerIoBuilder>? build = null)
    {
        await using Workbench bench = await Workbench.StartAsync(
            options =>
            {
                Quick.Recovery(options);
                options.Delivery.MaxBatchCount = 20;
                options.Delivery.Durability = durability;
                options.Track.AttemptTimeout = TimeSpan.FromMilliseconds(250);
            },
            build: build);
        bench.Simulator.Faults.Random(
            (ulong)seed,
            (0.20, Fault.ServiceUnavailable()),
            (0.05, Fault.TooManyRequests(RetryAfterForm.Seconds, TimeSpan.FromSeconds(1))),
            (0.05, Fault.Hang()),
            (0.05, Fault.ResetAfterAcceptance()),
            (0.02, Fault.RejectItemsAtRandom(0.2)));
        History history = new();
        int[] numbers = new int[People];

        await Task.WhenAll(Enumerable.Range(0, 10).Select(slice => Task.Run(async () =>
        {
            Random own = new(seed + slice);
            for (int count = 0; count < operations / 10; count++)
            {
                int person = (own.Next(People / 10) * 10) + slice;
                string name = person.ToString(CultureInfo.InvariantCulture);
                int number = numbers[person]++;
                Dictionary<string, object?> data = new() { ["n"] = number };
                DeliveryResult result = own.Next(4) == 0
                    ? await bench.Client.TrackAsync(name, "step", data)
                    : bench.Tracker.Enqueue(name, "step", data);
                history.Add(name, number, result);
            }
        })));
        await bench.SettleAsync(120);
        IReadOnlyList<DeadLetter> letters = await bench.DeadLettersAsync();
        history.AddDeadLetters(letters);

        history.Accepted.ShouldBe(operations, $"seed {seed}");
        history.ShouldBeAt(bench.Simulator, $"seed {seed}");
        letters.ShouldAllBe(letter => letter.Reason == RejectionReason.RefusedByServer);
        letters.Select(letter => letter.Operation.Id.ToString()).ShouldBe(
            RefusedByFault(bench.Simulator), ignoreOrder: true, $"seed {seed}");
        DeliveryFigures figures = bench.Status.Figures;
        figures.Accepted.ShouldBe(figures.Delivered + figures.Rejected, $"seed {seed}");
        figures.Rejected.ShouldBe(letters.Count, $"seed {seed}");
    }

    private static IEnumerable<string> RefusedByFault(CustomerIoSimulator simulator)
    {
        foreach (RecordedRequest request in simulator.Requests.Where(static request => request.StatusCode == 207))
        {
            using JsonDocument body = JsonDocument.Parse(request.Body);
            HashSet<string> applied =
            [
                .. simulator.Operations
                    .Where(operation => operation.RequestSequence == request.Sequence)
                    .Select(operation => operation.EventId!),
            ];
            foreach (JsonElement item in body.RootElement.GetProperty("batch").EnumerateArray())
            {
                if (item.GetProperty("id").GetString() is { } id && !applied.Contains(id))
                {
                    yield return id;
                }
            }
        }
    }
}
