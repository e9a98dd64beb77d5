using CustomerIo.Resilience.QuickStart.Operations;
using CustomerIo.Resilience.Testing;

namespace CustomerIo.Resilience.QuickStart.Sending;

/// <summary>What goes wrong, all of it drawn from the seed.</summary>
internal sealed class Disturbance
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(20);

    private readonly int _seed;
    private readonly double _beginsAfter;
    private readonly double _backgroundShare;

    public Disturbance(int seed)
    {
        _seed = seed;
        Random random = new(seed);
        _beginsAfter = 0.25 + (0.3 * random.NextDouble());
        OutageLasts = TimeSpan.FromSeconds(1.5 + (2 * random.NextDouble()));
        _backgroundShare = 0.2 + (0.3 * random.NextDouble());
    }

    /// <summary>How long the server is down, somewhere between a quarter and a half of the file.</summary>
    public TimeSpan OutageLasts { get; }

    /// <summary>Whether a line is sent in the background instead of awaited.</summary>
    public bool IsBackground(FileOperation operation) =>
        operation.CanBeEnqueued && new Random(_seed ^ (operation.Line * 7919)).NextDouble() < _backgroundShare;

    /// <summary>From now on one request in ten fails in some way, and others are slow.</summary>
    public void Plant(FaultPlan faults) => faults.Random(
        (ulong)_seed,
        (0.02, Fault.Status(500)),
        (0.02, Fault.ServiceUnavailable()),
        (0.02, Fault.TooManyRequests()),
        (0.005, Fault.TooManyRequests(RetryAfterForm.Seconds, TimeSpan.FromSeconds(1))),
        (0.015, Fault.ResetBeforeAcceptance()),
        (0.02, Fault.ResetAfterAcceptance()),
        (0.2, Fault.Latency(TimeSpan.FromMilliseconds(15))));

    /// <summary>Takes the server down when so much of the file is sent, and brings it back after a while.</summary>
    public async Task BreakAsync(CustomerIoSimulator simulator, Func<double> sentShare, CancellationToken cancellationToken)
    {
        while (sentShare() < _beginsAfter)
        {
            await Task.Delay(LookAgain, cancellationToken);
        }

        await simulator.StopAsync();
        await Task.Delay(OutageLasts, cancellationToken);
        await simulator.StartAgainAsync(cancellationToken);
    }
}
