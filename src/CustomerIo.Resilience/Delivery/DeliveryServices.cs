using CustomerIo.Resilience.Delivery.Lanes;
using CustomerIo.Resilience.Delivery.Parking;
using CustomerIo.Resilience.Delivery.Sending;
using CustomerIo.Resilience.Delivery.Storing;
using CustomerIo.Resilience.Diagnostics;
using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Resilience;
using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.Delivery;

/// <summary>What the loops of a workspace's lanes share.</summary>
internal sealed class DeliveryServices
{
    public required CustomerIoOptions Options { get; init; }

    public required LaneSettings Settings { get; init; }

    public required LaneSet Lanes { get; init; }

    public required SideLane Side { get; init; }

    public required StoreGateway Store { get; init; }

    public required WaitingCallers Callers { get; init; }

    public required BatchSender Sender { get; init; }

    public required Traffic Traffic { get; init; }

    public required DeliveryPulse Pulse { get; init; }

    public required RandomSource Random { get; init; }

    public required ILogger Logger { get; init; }

    /// <summary>Fires when nothing is to be sent any more; what waits goes to the store.</summary>
    public required CancellationToken StopSending { get; init; }

    /// <summary>Learns the ids of operations that were accepted and then refused.</summary>
    public Action<Ulid>? Refused { get; set; }

    /// <summary>Learns of attempts after the first.</summary>
    public Action<TimeSpan>? Retrying { get; set; }

    public TimeProvider Time => Settings.Time;

    public bool IsStopping => StopSending.IsCancellationRequested;

    private PathWeather[]? _weather;

    public PathWeather WeatherOf(SendPath path) => (_weather ??= MakeWeather())[(int)path];

    /// <summary>How long to wait after so many failures in a row.</summary>
    public TimeSpan DelayAfter(int failures, TimeSpan? retryAfter)
    {
        TimeSpan delay = RetryDelay.Compute(Options.Track.Retry, Math.Max(0, failures - 1), Random);
        return retryAfter > delay ? retryAfter.Value : delay;
    }

    /// <summary>The timestamp at the end of a wait that begins now.</summary>
    public long After(TimeSpan wait) => Time.GetTimestamp() + (long)(wait.TotalSeconds * Time.TimestampFrequency);

    /// <summary>The store was full and let events go.</summary>
    public void NoteEvicted(IReadOnlyList<Operation> evicted)
    {
        foreach (Operation operation in evicted)
        {
            Lane lane = Lanes.Of(operation.Key);
            lane.Stock.Settle(lane.Books, 0, 1);
            Callers.Answer(operation.Position, DeliveryResult.Rejected(operation.Id, RejectionReason.Evicted));
            Refused?.Invoke(operation.Id);
        }

        if (evicted.Count > 0)
        {
            DeliveryLog.Evicted(Logger, evicted.Count);
        }
    }

    /// <summary>Customer.io refused operations, or they were given up.</summary>
    public void NoteRefused(IReadOnlyList<DeadLetter> letters)
    {
        if (letters.Count > 0)
        {
            DeliveryLog.Refused(Logger, letters.Count, letters[0].Error?.Reason ?? letters[0].Reason.ToString());
        }

        foreach (DeadLetter letter in letters)
        {
            Refused?.Invoke(letter.Operation.Id);
        }
    }

    private PathWeather[] MakeWeather() =>
        [.. Enumerable.Range(0, SendPaths.Count).Select(_ => new PathWeather(Options.Fallback.MinBlameTime, Time))];
}
