namespace CustomerIo.Resilience.Delivery.Lanes;

/// <summary>Where a lane's loop is: the batch at work, how often it was tried, and until when the lane rests.</summary>
internal sealed class LaneCourse(Lane lane, DeliveryServices services)
{
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(1);

    private long _restsUntil = long.MinValue;

    public Narrowing Narrowing { get; } = new(services.Options.Delivery.MaxBatchCount);

    /// <summary>The batch at work; null before the next is taken.</summary>
    public Batch? Current { get; private set; }

    /// <summary>How many requests in a row have failed since it is at work.</summary>
    public int Attempts { get; set; }

    /// <summary>Who waits for it has waited long enough.</summary>
    public bool IsOutOfRetries => Attempts > services.Options.Track.Retry.MaxRetries;

    public bool IsResting
    {
        get
        {
            long now = services.Time.GetTimestamp();
            if (_restsUntil <= now)
            {
                return false;
            }

            lane.Rest();
            lane.WakeAfter(services.Time.GetElapsedTime(now, _restsUntil) + Grain);
            return true;
        }
    }

    public void Use(Batch batch)
    {
        Current = batch;
        Attempts = 0;
        Narrowing.ChangeBatch();
    }

    /// <summary>Nothing of it is left.</summary>
    public void Drop()
    {
        if (Current is { } done)
        {
            Current = null;
            lane.Release(done);
            lane.NoteProgress();
        }
    }

    /// <summary>Gives false: there is nothing to go on with.</summary>
    public bool RestFor(TimeSpan wait)
    {
        _restsUntil = services.After(wait);
        lane.WakeAfter(wait + Grain);
        return false;
    }

    public void EndRest() => _restsUntil = long.MinValue;
}
