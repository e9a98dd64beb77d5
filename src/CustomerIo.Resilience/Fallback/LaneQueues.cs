namespace CustomerIo.Resilience.Fallback;

/// <summary>What waits on lanes, in memory, by position.</summary>
internal sealed class LaneQueues
{
    // Only where events may have to make room; without it, nothing would ask for their order over all lanes.
    private readonly SortedDictionary<long, Operation>? _events;
    private SortedDictionary<long, Operation>[] _lanes = [];

    public LaneQueues(bool keepsEventOrder) => _events = keepsEventOrder ? [] : null;

    /// <summary>How many events could make room.</summary>
    public int EventCount => _events?.Count ?? 0;

    /// <summary>How much room they could make.</summary>
    public long EventFootprint { get; private set; }

    /// <summary>The event with the lowest position, of those that may make room.</summary>
    public Operation? OldestEvent => First(_events);

    /// <summary>When the first operation was accepted, of those that wait.</summary>
    public DateTimeOffset? OldestAt
    {
        get
        {
            DateTimeOffset? oldest = null;
            foreach (SortedDictionary<long, Operation> lane in _lanes)
            {
                if (First(lane) is { } first && !(first.OccurredAt >= oldest))
                {
                    oldest = first.OccurredAt;
                }
            }

            return oldest;
        }
    }

    /// <summary>What waits, lane by lane; empty lanes are left out.</summary>
    public IReadOnlyList<LaneBacklog> Backlog =>
    [
        .. _lanes
            .Select(static (lane, number) => (lane, number))
            .Where(static one => one.lane.Count > 0)
            .Select(static one => new LaneBacklog(one.number, one.lane.Count, one.lane.Keys.First(), one.lane.Keys.Last())),
    ];

    /// <summary>Makes so many lanes, and moves what waits to them.</summary>
    public void Open(int lanes)
    {
        SortedDictionary<long, Operation>[] former = _lanes;
        _lanes = [.. Enumerable.Range(0, lanes).Select(static _ => new SortedDictionary<long, Operation>())];
        foreach (Operation operation in former.SelectMany(static lane => lane.Values))
        {
            LaneOf(operation).Add(operation.Position, operation);
        }
    }

    public Operation? Find(Operation operation) =>
        LaneOf(operation).TryGetValue(operation.Position, out Operation? found) && found.Id == operation.Id ? found : null;

    public List<Operation> Read(int lane, long after, int maxCount, int maxBytes)
    {
        IEnumerable<Operation> values = _lanes[lane].Values;
        return (after == 0 ? values : values.SkipWhile(operation => operation.Position <= after)).ToPage(maxCount, maxBytes);
    }

    public void Add(Operation operation)
    {
        LaneOf(operation).Add(operation.Position, operation);
        if (_events is not null && operation.Kind.IsEvent())
        {
            _events.Add(operation.Position, operation);
            EventFootprint += operation.Footprint();
        }
    }

    /// <summary>Removes one that was found.</summary>
    public void Remove(Operation operation)
    {
        LaneOf(operation).Remove(operation.Position);
        if (_events is not null && _events.Remove(operation.Position))
        {
            EventFootprint -= operation.Footprint();
        }
    }

    private static Operation? First(SortedDictionary<long, Operation>? operations)
    {
        if (operations is { Count: > 0 })
        {
            foreach (Operation operation in operations.Values)
            {
                return operation;
            }
        }

        return null;
    }

    private SortedDictionary<long, Operation> LaneOf(Operation operation) => _lanes[operation.LaneOf(_lanes.Length)];
}
