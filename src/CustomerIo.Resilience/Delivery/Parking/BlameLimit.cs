namespace CustomerIo.Resilience.Delivery.Parking;

/// <summary>
/// How many operations may be given up in an hour. More than that is no longer the operations' fault: something else is wrong.
/// </summary>
internal sealed class BlameLimit(int maxPerHour, TimeProvider time)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly Queue<long> _taken = new();

    public bool TryTake()
    {
        long now = time.GetTimestamp();
        while (_taken.TryPeek(out long oldest) && time.GetElapsedTime(oldest, now) >= Hour)
        {
            _taken.Dequeue();
        }

        if (_taken.Count >= maxPerHour)
        {
            return false;
        }

        _taken.Enqueue(now);
        return true;
    }
}
