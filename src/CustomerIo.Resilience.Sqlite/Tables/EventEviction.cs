using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Sqlite.Tables;

/// <summary>Finds the oldest event of all lanes, looking at each row that is none only once.</summary>
internal sealed class EventEviction(LaneTable[] lanes)
{
    // Up to these sequences there is no event left, as far as a lane has been looked at.
    private readonly long[] _lookedAt = [.. Enumerable.Repeat(long.MinValue, lanes.Length)];

    public (int Lane, long Sequence, Ulid Id)? Oldest()
    {
        (int Lane, long Sequence, Ulid Id) oldest = (-1, long.MaxValue, default);
        for (int lane = 0; lane < lanes.Length; lane++)
        {
            if (_lookedAt[lane] >= oldest.Sequence)
            {
                continue;
            }

            (long Sequence, Ulid Id)? first = lanes[lane].FirstEventAfter(_lookedAt[lane]);
            _lookedAt[lane] = first is { } found ? found.Sequence - 1 : long.MaxValue;
            oldest = first?.Sequence < oldest.Sequence ? (lane, first.Value.Sequence, first.Value.Id) : oldest;
        }

        return oldest.Lane < 0 ? null : oldest;
    }

    /// <summary>An operation was added.</summary>
    public void Note(Operation operation)
    {
        if (operation.Kind.IsEvent())
        {
            _lookedAt[operation.Lane] = Math.Min(_lookedAt[operation.Lane], operation.Sequence - 1);
        }
    }

    /// <summary>What was removed may be back.</summary>
    public void Forget() => Array.Fill(_lookedAt, long.MinValue);
}
