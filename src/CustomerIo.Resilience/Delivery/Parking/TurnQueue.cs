namespace CustomerIo.Resilience.Delivery.Parking;

/// <summary>Whose turn it is: the earliest, and of those the one that has waited longest. A key may be in it more than once.</summary>
internal sealed class TurnQueue
{
    private readonly PriorityQueue<string, (long At, long Number)> _turns = new();
    private long _number;

    public long? NextAt => _turns.TryPeek(out _, out (long At, long Number) next) ? next.At : null;

    public void Add(string key, long at) => _turns.Enqueue(key, (at, _number++));

    public bool TryTake(long now, out string? key)
    {
        key = null;
        return _turns.TryPeek(out _, out (long At, long Number) next) && next.At <= now && _turns.TryDequeue(out key, out _);
    }
}
