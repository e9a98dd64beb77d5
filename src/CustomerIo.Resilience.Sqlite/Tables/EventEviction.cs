using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Sqlite.Tables;

/// <summary>Finds the oldest events of all lanes, looking at each row that is none only once.</summary>
internal sealed class EventEviction(LaneTable[] lanes)
{
    // Up to these positions there is no event left, as far as a lane has been looked at.
    private readonly long[] _lookedAt = [.. Enumerable.Repeat(long.MinValue, lanes.Length)];

    /// <summary>All events, by position; nothing may be added or removed meanwhile.</summary>
    public IEnumerable<(int Lane, long Position, Ulid Id, long Bytes)> Oldest()
    {
        PriorityQueue<(int Lane, long Position, Ulid Id, long Bytes), long> heads = new();
        for (int lane = 0; lane < lanes.Length; lane++)
        {
            if (_lookedAt[lane] != long.MaxValue)
            {
                (long Position, Ulid Id, long Bytes)? first = lanes[lane].FirstEventAfter(_lookedAt[lane]);
                _lookedAt[lane] = first is { } found ? found.Position - 1 : long.MaxValue;
                Add(heads, lane, first);
            }
        }

        while (heads.TryDequeue(out (int Lane, long Position, Ulid Id, long Bytes) oldest, out _))
        {
            yield return oldest;
            Add(heads, oldest.Lane, lanes[oldest.Lane].FirstEventAfter(oldest.Position));
        }
    }

    /// <summary>An operation was added.</summary>
    public void Note(int lane, Operation operation)
    {
        if (operation.Kind.IsEvent())
        {
            _lookedAt[lane] = Math.Min(_lookedAt[lane], operation.Position - 1);
        }
    }

    /// <summary>What was removed may be back.</summary>
    public void Forget() => Array.Fill(_lookedAt, long.MinValue);

    private static void Add(
        PriorityQueue<(int Lane, long Position, Ulid Id, long Bytes), long> heads,
        int lane,
        (long Position, Ulid Id, long Bytes)? found)
    {
        if (found is { } head)
        {
            heads.Enqueue((lane, head.Position, head.Id, head.Bytes), head.Position);
        }
    }
}
