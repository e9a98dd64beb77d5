namespace CustomerIo.Resilience.Sqlite.Tables;

/// <summary>The deletes and suppressions that came when there was no room; they take none from the others.</summary>
internal sealed class StoreReserve
{
    private const int MaxCount = 1_000;

    private readonly Dictionary<long, long> _bytes = [];
    private readonly List<(long Position, long? Bytes)> _undo = [];

    /// <summary>What is in it.</summary>
    public Total Total { get; private set; }

    /// <summary>Takes one in, or gives false if it is full itself.</summary>
    public bool TryEnter(long position, long bytes)
    {
        if (_bytes.Count >= MaxCount || !_bytes.TryAdd(position, bytes))
        {
            return false;
        }

        _undo.Add((position, null));
        Total += new Total(1, bytes);
        return true;
    }

    /// <summary>An operation left the store.</summary>
    public void Leave(long position)
    {
        if (_bytes.Remove(position, out long bytes))
        {
            _undo.Add((position, bytes));
            Total -= new Total(1, bytes);
        }
    }

    public void Commit() => _undo.Clear();

    public void Rollback()
    {
        for (int index = _undo.Count - 1; index >= 0; index--)
        {
            (long position, long? bytes) = _undo[index];
            if (bytes is { } former)
            {
                _bytes.Add(position, former);
                Total += new Total(1, former);
            }
            else if (_bytes.Remove(position, out long entered))
            {
                Total -= new Total(1, entered);
            }
        }

        _undo.Clear();
    }
}
