using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery;

/// <summary>All lanes of a workspace, and which of them a person or object belongs to.</summary>
internal sealed class LaneSet : IDisposable
{
    private readonly Lane[] _lanes;

    public LaneSet(int count, LaneSettings settings)
    {
        _lanes = new Lane[count];
        for (int index = 0; index < count; index++)
        {
            _lanes[index] = new Lane(index, settings, lane => PumpStarter?.Invoke(lane));
        }
    }

    /// <summary>Runs a lane's pump; set once, before the first operation.</summary>
    public Action<Lane>? PumpStarter { get; set; }

    public int Count => _lanes.Length;

    public ReadOnlySpan<Lane> All => _lanes;

    public LaneStatus[] Statuses() => Array.ConvertAll(_lanes, static lane => lane.Status);

    public Lane this[int index] => _lanes[index];

    public Lane For(EntityKey key) => _lanes[key.Hash % (ulong)_lanes.Length];

    /// <summary>
    /// Whether an operation may leave its lane now. A merge waits for what was called before it on the merged person's lane;
    /// that lane's barrier, which has the same sequence, waits for the merge. Everything else is always free to go.
    /// </summary>
    public bool IsFree(OperationKind kind, int peerLane, long sequence) =>
        peerLane == OperationHead.NoPeer || _lanes[peerLane].IsPast(Prerequisite(kind, sequence));

    /// <summary>Same, waiting; false if the other lane was diverted first.</summary>
    public Task<bool> WhenFreeAsync(OperationKind kind, int peerLane, long sequence) => peerLane == OperationHead.NoPeer
        ? Task.FromResult(true)
        : _lanes[peerLane].WhenPastAsync(Prerequisite(kind, sequence));

    public void Dispose()
    {
        foreach (Lane lane in _lanes)
        {
            lane.Dispose();
        }
    }

    private static long Prerequisite(OperationKind kind, long sequence) =>
        kind is OperationKind.MergeBarrier ? sequence + 1 : sequence;
}
