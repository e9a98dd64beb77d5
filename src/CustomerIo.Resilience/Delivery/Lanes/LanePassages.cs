namespace CustomerIo.Resilience.Delivery.Lanes;

/// <summary>Those who wait for a lane to get past a point, in memory or in the store; guarded by the lane's lock.</summary>
internal sealed class LanePassages
{
    private readonly PriorityQueue<Passage, long> _bySequence = new();
    private readonly PriorityQueue<Passage, long> _byPosition = new();

    public void Add(Passage passage, long sequence)
    {
        passage.Add();
        _bySequence.Enqueue(passage, sequence);
    }

    public void AddStored(Passage passage, long position)
    {
        passage.Add();
        _byPosition.Enqueue(passage, position);
    }

    /// <summary>Takes out those who may go.</summary>
    /// <param name="oldestInMemory">The sequence of the lane's first operation in memory.</param>
    /// <param name="oldestStored">The position of its first operation in the store.</param>
    public List<Passage>? TakePast(long oldestInMemory, long oldestStored)
    {
        List<Passage>? past = null;
        Take(_bySequence, oldestInMemory, ref past);
        Take(_byPosition, oldestStored, ref past);
        return past;
    }

    private static void Take(PriorityQueue<Passage, long> waiting, long oldest, ref List<Passage>? past)
    {
        while (waiting.TryPeek(out Passage? passage, out long point) && oldest > point)
        {
            waiting.Dequeue();
            (past ??= []).Add(passage);
        }
    }
}
