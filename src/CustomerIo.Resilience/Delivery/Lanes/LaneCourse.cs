namespace CustomerIo.Resilience.Delivery.Lanes;

/// <summary>What a lane's loop is at: the batch at its head, how often that was tried, and until when the lane rests.</summary>
internal sealed class LaneCourse(Lane lane, DeliveryServices services, Narrowing narrowing)
{
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(1);

    private long _restUntil = long.MinValue;

    public Batch? Current { get; private set; }

    /// <summary>How many requests with operations of the batch have failed.</summary>
    public int Attempts { get; set; }

    /// <summary>It has failed so often that who waits is told where it is.</summary>
    public bool IsTriedOut => Attempts > services.Options.Track.Retry.MaxRetries;

    /// <summary>Whether the lane has to wait yet; it is woken then.</summary>
    public bool IsResting
    {
        get
        {
            long now = services.Time.GetTimestamp();
            if (_restUntil <= now)
            {
                return false;
            }

            lane.Rest();
            lane.WakeAfter(services.Time.GetElapsedTime(now, _restUntil) + Grain);
            return true;
        }
    }

    public void Use(Batch batch)
    {
        Current = batch;
        Attempts = 0;
        narrowing.ChangeBatch();
    }

    public void Drop()
    {
        if (Current is { } done)
        {
            Current = null;
            lane.Release(done);
            lane.NoteProgress();
        }
    }

    /// <summary>Gives false, as a turn that cannot go on does.</summary>
    public bool RestFor(TimeSpan wait)
    {
        _restUntil = services.After(wait);
        lane.WakeAfter(wait + Grain);
        return false;
    }

    public void EndRest() => _restUntil = long.MinValue;

    /// <summary>Who waits for what the store has learns that it may take a while.</summary>
    public void TellWaiting()
    {
        if (services.Traffic.IsPaused)
        {
            services.Callers.AnswerAllStored();
        }
        else
        {
            TellThoseOfCurrent();
        }
    }

    /// <summary>Same, for those of the batch, once it was tried often enough.</summary>
    public void TellThoseOfCurrent()
    {
        if (Current is not { } current || !IsTriedOut)
        {
            return;
        }

        for (int index = 0; index < current.Count; index++)
        {
            if (current.RowOf(index) is { } row && current.Entries[index].IsStored)
            {
                services.Callers.AnswerStored(row.Position);
            }
        }
    }
}
