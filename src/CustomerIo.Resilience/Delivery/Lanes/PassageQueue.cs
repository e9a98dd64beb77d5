namespace CustomerIo.Resilience.Delivery.Lanes;

/// <summary>Those who wait for a lane to get past a point; guarded by whoever knows the points.</summary>
internal sealed class PassageQueue
{
    private readonly PriorityQueue<Passage, long> _waiting = new();

    public void Add(Passage passage, long point)
    {
        passage.Add();
        _waiting.Enqueue(passage, point);
    }

    /// <summary>Takes out those who may go, now that this is the first that has not got past.</summary>
    public List<Passage>? TakePast(long first)
    {
        List<Passage>? past = null;
        while (_waiting.TryPeek(out Passage? passage, out long point) && first > point)
        {
            _waiting.Dequeue();
            (past ??= []).Add(passage);
        }

        return past;
    }
}
