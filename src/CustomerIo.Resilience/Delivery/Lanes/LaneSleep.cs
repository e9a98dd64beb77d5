namespace CustomerIo.Resilience.Delivery.Lanes;

/// <summary>Whether the lane's loop sleeps, and what wakes it. Guarded by the lane's lock.</summary>
internal sealed class LaneSleep(LaneDue due, LaneQueue queue, TimeSpan flushInterval, Action<TimeSpan> wakeAfter)
{
    /// <summary>A turn of the loop is under way, or has been asked for.</summary>
    public bool IsAwake { get; set; }

    public bool IsSending { get; private set; }

    /// <summary>Whether an operation that has just come to the queue has to wake the loop.</summary>
    public bool HasToWake()
    {
        // By the clock alone the timer finds it due, which the batch's first operation sets.
        bool isDue = IsSending ? due.IsSpillDue : due.IsDueAnyway;
        if (!isDue && !IsAwake && !IsSending && queue.First.Count == 1)
        {
            wakeAfter(flushInterval);
        }

        bool wakes = isDue && !IsAwake;
        IsAwake |= wakes;
        return wakes;
    }

    /// <summary>Ends the loop's turn when there is nothing to do: false when something has come up meanwhile.</summary>
    public bool TrySleep(bool isSending, bool throughStore)
    {
        IsSending = isSending;
        if (isSending)
        {
            IsAwake = due.IsSpillDue || (throughStore && !queue.IsEmpty);
            return !IsAwake;
        }

        if (!queue.IsEmpty && due.Wait is var wait)
        {
            if (wait <= TimeSpan.Zero)
            {
                return false;
            }

            wakeAfter(wait);
        }

        IsAwake = false;
        return true;
    }

    /// <summary>The loop rests whatever comes, until it is woken.</summary>
    public void Rest()
    {
        IsSending = false;
        IsAwake = false;
    }
}
