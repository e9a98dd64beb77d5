using CustomerIo.Resilience.Testing;

namespace CustomerIo.Resilience.Torture.Running;

/// <summary>The troubles of the server: a mix for single requests, and now and then nobody listens at all.</summary>
internal sealed class Outages(CustomerIoSimulator simulator, int seed)
{
    private readonly Random _random = new(seed);

    public int Count { get; private set; }

    /// <summary>From now on one request in three fails in some way.</summary>
    public void PlantFaults() => simulator.Faults.Random(
        (ulong)_random.Next(),
        (0.20, Fault.ServiceUnavailable()),
        (0.05, Fault.TooManyRequests(RetryAfterForm.Seconds, TimeSpan.FromSeconds(1))),
        (0.05, Fault.Hang()),
        (0.05, Fault.ResetAfterAcceptance()),
        (0.02, Fault.RejectItemsAtRandom(0.2)));

    /// <summary>Takes the server down and up again until it is told to end; leaves it up.</summary>
    public async Task RunAsync(CancellationToken end)
    {
        try
        {
            while (true)
            {
                await Task.Delay(_random.Next(1_500, 5_000), end);
                await simulator.StopAsync();
                Count++;
                PlantFewerOrMore();
                await Task.Delay(_random.Next(200, 1_200), end);
                await simulator.StartAgainAsync(CancellationToken.None);
            }
        }
        catch (OperationCanceledException)
        {
            await simulator.StartAgainAsync(CancellationToken.None);
        }
    }

    // In a calm time lanes come to send directly again, which is another path than through the store.
    private void PlantFewerOrMore()
    {
        simulator.Faults.Clear();
        if (_random.Next(3) > 0)
        {
            PlantFaults();
        }
    }
}
