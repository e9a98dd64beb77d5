namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>Keeps the first items it is given. One writer at a time; readers never wait and never copy.</summary>
internal sealed class AppendLog<T>(int capacity)
{
    internal const int ChunkSize = 1024;

    private T[][] _chunks = [];
    private int _count;
    private long _total;

    /// <summary>How many were offered, kept or not.</summary>
    public long Total => Interlocked.Read(ref _total);

    public void Add(T item)
    {
        Interlocked.Increment(ref _total);
        if (_count == capacity)
        {
            return;
        }

        var (chunk, offset) = Math.DivRem(_count, ChunkSize);
        if (offset == 0)
        {
            Grow(chunk);
        }

        _chunks[chunk][offset] = item;
        Volatile.Write(ref _count, _count + 1);
    }

    public AppendLogView<T> Snapshot()
    {
        // The count first: the chunks read after it hold at least that many.
        var count = Volatile.Read(ref _count);
        return new AppendLogView<T>(Volatile.Read(ref _chunks), count);
    }

    private void Grow(int chunk)
    {
        var chunks = _chunks;
        if (chunk == chunks.Length)
        {
            Array.Resize(ref chunks, Math.Max(4, chunks.Length * 2));
        }

        chunks[chunk] = new T[ChunkSize];
        Volatile.Write(ref _chunks, chunks);
    }
}
