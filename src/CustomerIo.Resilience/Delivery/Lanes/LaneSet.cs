namespace CustomerIo.Resilience.Delivery.Lanes;

/// <summary>All lanes of a workspace, and which of them a person or object belongs to.</summary>
internal sealed class LaneSet : IDisposable
{
    private readonly Lane[] _lanes;

    public LaneSet(int count, LaneSettings settings) =>
        _lanes = [.. Enumerable.Range(0, count).Select(index => new Lane(index, settings))];

    public int Count => _lanes.Length;

    public ReadOnlySpan<Lane> All => _lanes;

    public Lane this[int index] => _lanes[index];

    /// <summary>Whether anything waits on any lane.</summary>
    public bool HaveWaiting => Array.Exists(_lanes, static lane => lane.HasWaiting);

    /// <summary>Whether anything is on its way into the store, past memory.</summary>
    public bool AreAppending => Array.Exists(_lanes, static lane => lane.IsAppending);

    public LaneStatus[] Statuses() => Array.ConvertAll(_lanes, static lane => lane.Status);

    public Lane For(EntityKey key) => _lanes[key.Hash % (ulong)_lanes.Length];

    /// <summary>
    /// A lane has nothing to compare its failure with: another that has no trouble sends next, and tells by that. False if there
    /// is none.
    /// </summary>
    public bool AskOthers(Lane? lane)
    {
        foreach (Lane other in _lanes)
        {
            if (!ReferenceEquals(other, lane) && other.TryHurry())
            {
                return true;
            }
        }

        return false;
    }

    public void Dispose()
    {
        foreach (Lane lane in _lanes)
        {
            lane.Dispose();
        }
    }
}
