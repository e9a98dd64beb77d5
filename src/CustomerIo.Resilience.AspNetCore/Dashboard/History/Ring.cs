namespace CustomerIo.Resilience.AspNetCore.Dashboard.History;

/// <summary>The last few of what was added, oldest first.</summary>
internal sealed class Ring<T>(int capacity)
{
    private readonly Queue<T> _items = new(capacity);

    public void Add(T item)
    {
        lock (_items)
        {
            if (_items.Count == capacity)
            {
                _items.Dequeue();
            }

            _items.Enqueue(item);
        }
    }

    public T[] ToArray()
    {
        lock (_items)
        {
            return [.. _items];
        }
    }
}
