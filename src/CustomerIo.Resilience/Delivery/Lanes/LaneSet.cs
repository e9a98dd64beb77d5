using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery.Lanes;

/// <summary>All lanes of a workspace, and which of them a person or object belongs to.</summary>
internal sealed class LaneSet : IDisposable
{
    private readonly Lane[] _lanes;

    private readonly StoreMode _mode;

    public LaneSet(int count, LaneSettings settings)
    {
        _mode = settings.Mode;
        _lanes = [.. Enumerable.Range(0, count).Select(index => new Lane(index, settings))];
    }

    public int Count => _lanes.Length;

    public ReadOnlySpan<Lane> All => _lanes;

    public Lane this[int index] => _lanes[index];

    /// <summary>Whether anything waits on any lane.</summary>
    public bool HaveWaiting => Array.Exists(_lanes, static lane => lane.HasWaiting);

    /// <summary>Whether the store has anything of any lane.</summary>
    public bool HaveStored => Array.Exists(_lanes, static lane => lane.Stock.HasAny);

    /// <summary>The books of all lanes; each lane's at one instant.</summary>
    public LaneFigures Figures => _lanes.Aggregate(default(LaneFigures), static (sum, lane) => sum + lane.Books.Figures);

    public LaneStatus[] Statuses => Array.ConvertAll(_lanes, StatusOf);

    public Lane For(EntityKey key) => _lanes[key.Hash % (ulong)_lanes.Length];

    public Lane Of(string key) => _lanes[OperationKey.LaneOf(key, Count)];

    /// <summary>
    /// Tells a passage when what was called before it has left memory: of its people's lanes all, of the others what names people.
    /// </summary>
    public void WhenPast(Passage passage, long sequence, Lane own, Lane? second)
    {
        foreach (Lane lane in _lanes)
        {
            lane.WhenPast(passage, sequence, namingOnly: !ReferenceEquals(lane, own) && !ReferenceEquals(lane, second));
        }

        passage.Pass();
    }


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

    private LaneStatus StatusOf(Lane lane)
    {
        LaneFigures figures = lane.Books.Figures;
        bool isDiverted = lane.IsInTrouble || (lane.Stock.HasAny && _mode is not StoreMode.WriteAhead);
        return new LaneStatus(lane.Index, isDiverted, figures.InMemory, figures.Stored);
    }
}
