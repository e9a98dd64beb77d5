namespace CustomerIo.Resilience.Delivery;

/// <summary>Counts what becomes of a lane's operations up to one sequence; guarded by the lane's lock.</summary>
internal sealed class LaneFlush(long upTo, long waiting)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _sent;
    private long _stored;
    private long _rejected;

    public Task Done => _done.Task;

    public FlushResult Result => new(_sent, _stored, _rejected, waiting - _sent - _stored - _rejected);

    public void Count(long sequence, DeliveryStatus status)
    {
        if (sequence > upTo)
        {
            return;
        }

        switch (status)
        {
            case DeliveryStatus.Delivered:
                _sent++;
                break;
            case DeliveryStatus.Stored:
                _stored++;
                break;
            default:
                _rejected++;
                break;
        }
    }

    /// <summary>Ends the flush once nothing up to its sequence is left in memory.</summary>
    public bool TryEnd(long oldestInMemory)
    {
        if (oldestInMemory <= upTo)
        {
            return false;
        }

        _done.TrySetResult();
        return true;
    }
}
