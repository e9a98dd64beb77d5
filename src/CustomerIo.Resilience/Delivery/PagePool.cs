using System.Collections.Concurrent;

namespace CustomerIo.Resilience.Delivery;

/// <summary>Pages between two uses; a bounded number, since a used page keeps the buffer it grew.</summary>
internal sealed class PagePool(int maxBatchCount, int capacity)
{
    private readonly ConcurrentStack<Page> _free = new();

    public Page Rent() => _free.TryPop(out Page? page) ? page : new Page(maxBatchCount);

    public void Return(Page page)
    {
        page.Clear();
        if (_free.Count < capacity)
        {
            _free.Push(page);
        }
    }
}
