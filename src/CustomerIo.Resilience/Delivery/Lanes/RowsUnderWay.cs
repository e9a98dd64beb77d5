namespace CustomerIo.Resilience.Delivery.Lanes;

/// <summary>
/// Operations that got their place in the store at the call, and of which nobody knows yet that the store has them: on their way,
/// or in memory because their append failed. Sequences and positions are drawn together, so that both are in the same order.
/// Guarded by the lane's lock.
/// </summary>
internal sealed class RowsUnderWay
{
    private readonly SortedSet<(long Sequence, long Position)> _rows =
        new(Comparer<(long Sequence, long Position)>.Create(static (one, other) => one.Sequence.CompareTo(other.Sequence)));

    public bool IsEmpty => _rows.Count == 0;

    /// <summary>The highest number without any.</summary>
    public long FirstSequence => IsEmpty ? long.MaxValue : _rows.Min.Sequence;

    /// <summary>0 without any.</summary>
    public long LastSequence => _rows.Max.Sequence;

    /// <summary>The highest number without any.</summary>
    public long FirstPosition => IsEmpty ? long.MaxValue : _rows.Min.Position;

    /// <summary>0 without any.</summary>
    public long LastPosition => _rows.Max.Position;

    public void Add(long sequence, long position) => _rows.Add((sequence, position));

    public void Remove(long sequence) => _rows.Remove((sequence, 0));
}
