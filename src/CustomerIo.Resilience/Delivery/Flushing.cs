using CustomerIo.Resilience.Delivery.Lanes;

namespace CustomerIo.Resilience.Delivery;

/// <summary>Sends or stores what waits in memory now.</summary>
internal static class Flushing
{
    /// <summary>Gives what came of it when done, or at the deadline.</summary>
    public static async Task<FlushResult> RunAsync(
        DeliveryServices services, TimeSpan deadline, Task stopped, CancellationToken cancellationToken)
    {
        List<LaneFlush> flushes = [];
        foreach (Lane lane in services.Lanes.All)
        {
            if (lane.Books.BeginFlush() is { } flush)
            {
                flushes.Add(flush);
                lane.Hurry();
            }
        }

        services.Side.Signal.Set();

        try
        {
            await Task.WhenAny(Task.WhenAll(flushes.Select(static flush => flush.Done)), stopped)
                .WaitAsync(deadline, services.Time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The result says what remains.
        }

        return flushes.Select(static flush => flush.Result).Aggregate(default(FlushResult), FlushResult.Sum);
    }
}
