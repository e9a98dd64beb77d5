namespace CustomerIo.Resilience.Delivery.Lanes;

/// <summary>
/// Operations that have their place in the store, and of which nobody knows yet that the store has them: on their way,
/// in memory because their append failed, or replayed without an answer. Sequences and positions are drawn together, so that both are in the same order.
/// Guarded by the lane's lock.
/// </summary>
internal sealed class RowsUnderWay
{
    private readonly SortedDictionary<long, (long Position, ulong Key)> _rows = [];

    /// <summary>The lowest sequence; the highest number without any.</summary>
    public long FirstSequence { get; private set; } = long.MaxValue;

    public long Add(long sequence, long position, ulong key)
    {
        _rows.Add(sequence, (position, key));
        FirstSequence = Math.Min(FirstSequence, sequence);
        return position;
    }

    public void Remove(long sequence)
    {
        if (_rows.Remove(sequence) && sequence == FirstSequence)
        {
            FirstSequence = _rows.Count > 0 ? _rows.First().Key : long.MaxValue;
        }
    }

    /// <summary>What may be used of what a look at the store shows that begins now.</summary>
    /// <param name="last">The last position that was drawn.</param>
    public DecidedRows Decided(long last) => new(last, _rows.Count > 0 ? [.. _rows.Values] : []);
}
