namespace CustomerIo.Resilience.Delivery.Lanes;

/// <summary>Counts what becomes of a lane's operations up to one sequence; read by the flusher while the lane counts.</summary>
internal sealed class LaneFlush(long upTo, long waiting)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _sent;
    private long _stored;
    private long _rejected;

    public Task Done => _done.Task;

    public FlushResult Result
    {
        get
        {
            (long sent, long stored, long rejected) =
                (Interlocked.Read(ref _sent), Interlocked.Read(ref _stored), Interlocked.Read(ref _rejected));
            return new FlushResult(sent, stored, rejected, waiting - sent - stored - rejected);
        }
    }

    public void Count(long sequence, DeliveryStatus status)
    {
        if (sequence > upTo)
        {
            return;
        }

        switch (status)
        {
            case DeliveryStatus.Delivered:
                Interlocked.Increment(ref _sent);
                break;
            case DeliveryStatus.Stored:
                Interlocked.Increment(ref _stored);
                break;
            default:
                Interlocked.Increment(ref _rejected);
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
