namespace CustomerIo.Resilience.Delivery.Parking;

/// <summary>
/// Whose turn it is: the earliest, and of those the one that has waited longest. A key has one turn; a later one is forgotten when
/// an earlier comes.
/// </summary>
internal sealed class TurnQueue
{
    private readonly PriorityQueue<HeldKeyState, (long At, long Number)> _turns = new();
    private long _number;

    public long? NextAt
    {
        get
        {
            DropForgotten();
            return _turns.TryPeek(out _, out (long At, long Number) next) ? next.At : null;
        }
    }

    public void Add(HeldKeyState key, long at)
    {
        at = Math.Max(at, key.RestsUntil);
        if (key.Turn is { } turn && turn.At <= at)
        {
            return;
        }

        key.Turn = (at, _number++);
        _turns.Enqueue(key, key.Turn.Value);
    }

    public bool TryTake(long now, out HeldKeyState? key)
    {
        DropForgotten();
        key = null;
        if (!_turns.TryPeek(out HeldKeyState? first, out (long At, long Number) next) || next.At > now)
        {
            return false;
        }

        key = first;
        key.Turn = null;
        _turns.Dequeue();
        return true;
    }

    private void DropForgotten()
    {
        while (_turns.TryPeek(out HeldKeyState? first, out (long At, long Number) next) && first.Turn != next)
        {
            _turns.Dequeue();
        }
    }
}
