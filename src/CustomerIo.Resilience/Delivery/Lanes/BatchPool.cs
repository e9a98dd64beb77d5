using System.Collections.Concurrent;

namespace CustomerIo.Resilience.Delivery.Lanes;

/// <summary>Batches between two uses; a bounded number, since a used one keeps the buffer it grew.</summary>
internal sealed class BatchPool(int maxBatchCount, int capacity)
{
    private readonly ConcurrentStack<Batch> _free = new();

    public Batch Rent() => _free.TryPop(out Batch? batch) ? batch : new Batch(maxBatchCount);

    public void Return(Batch batch)
    {
        batch.Clear();
        if (_free.Count < capacity)
        {
            _free.Push(batch);
        }
    }
}
