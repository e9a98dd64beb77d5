namespace CustomerIo.Resilience.Resilience;

/// <summary>
/// The probes of a half-open circuit. A probe that does not come back loses its slot at its deadline, and its verdict
/// is ignored should it come after all. Not thread-safe: lives under the breaker's lock.
/// </summary>
internal sealed class ProbeSlots(int capacity)
{
    private readonly (long Id, long Deadline)[] _slots = new (long, long)[capacity];
    private long _lastId;

    /// <summary>Takes a slot for a probe; fails when <paramref name="limit"/> probes are under way.</summary>
    public bool TryTake(int limit, long now, long deadline, out long id)
    {
        id = 0;
        int free = -1;
        int taken = 0;
        for (int i = 0; i < _slots.Length; i++)
        {
            if (_slots[i].Id != 0 && _slots[i].Deadline > now)
            {
                taken++;
            }
            else
            {
                free = i;
            }
        }

        if (taken >= limit || free < 0)
        {
            return false;
        }

        id = ++_lastId;
        _slots[free] = (id, deadline);
        return true;
    }

    /// <summary>Gives a slot back; <see langword="false"/> when the probe had lost it.</summary>
    public bool Return(long id, long now)
    {
        for (int i = 0; i < _slots.Length; i++)
        {
            if (_slots[i].Id == id)
            {
                bool inTime = _slots[i].Deadline > now;
                _slots[i] = default;
                return inTime;
            }
        }

        return false;
    }

    public void Clear() => Array.Clear(_slots);
}
