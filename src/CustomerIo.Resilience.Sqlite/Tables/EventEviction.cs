namespace CustomerIo.Resilience.Sqlite.Tables;

/// <summary>Finds the oldest event of all lanes, looking at each row that is none only once.</summary>
internal sealed class EventEviction(LaneTable[] lanes)
{
    // Below these sequences there is no event left, as far as a lane has been looked at.
    private readonly long[] _lookedAt = [.. Enumerable.Repeat(long.MinValue, lanes.Length)];

    public (int Lane, long Sequence, Ulid Id)? Oldest()
    {
        (int Lane, long Sequence, Ulid Id) oldest = (-1, long.MaxValue, default);
        for (int lane = 0; lane < lanes.Length; lane++)
        {
            if (_lookedAt[lane] < oldest.Sequence && lanes[lane].FirstEventAfter(_lookedAt[lane]) is { } first)
            {
                _lookedAt[lane] = first.Sequence - 1;
                oldest = first.Sequence < oldest.Sequence ? (lane, first.Sequence, first.Id) : oldest;
            }
        }

        return oldest.Lane < 0 ? null : oldest;
    }
}
