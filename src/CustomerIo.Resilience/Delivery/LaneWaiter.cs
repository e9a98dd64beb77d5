namespace CustomerIo.Resilience.Delivery;

/// <summary>A lane that waits for another to get past a sequence, as merges do.</summary>
internal sealed class LaneWaiter(long sequence, bool throughOutage)
{
    private readonly TaskCompletionSource<bool> _past = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>True once the lane is past; false if it was diverted first, and getting past may take an outage.</summary>
    public Task<bool> Past => _past.Task;

    public bool TryEnd(long oldestPending, bool diverted)
    {
        if (oldestPending < sequence && (throughOutage || !diverted))
        {
            return false;
        }

        _past.TrySetResult(oldestPending >= sequence);
        return true;
    }
}
