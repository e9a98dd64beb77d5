namespace CustomerIo.Resilience.Delivery.Lanes;

/// <summary>Counts what becomes of a lane's operations in memory up to one sequence; guarded by the lane's books.</summary>
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

    /// <summary>An operation leaves memory. True when it was the last.</summary>
    public bool Count(long sequence, DeliveryStatus status)
    {
        if (sequence > upTo)
        {
            return false;
        }

        _ = status switch
        {
            DeliveryStatus.Delivered => Interlocked.Increment(ref _sent),
            DeliveryStatus.Stored => Interlocked.Increment(ref _stored),
            _ => Interlocked.Increment(ref _rejected),
        };
        return Result.Remaining == 0 && _done.TrySetResult();
    }
}
