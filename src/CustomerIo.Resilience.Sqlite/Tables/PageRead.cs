using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Sqlite.Tables;

/// <summary>
/// The rows that the last look at a lane gave, as long as nothing was put among them or taken out: they can be removed
/// together then, as the range that they are.
/// </summary>
internal sealed class PageRead
{
    private readonly List<(long Sequence, int Weight, long Bytes)> _rows = [];

    public void Clear() => _rows.Clear();

    public void Add(Operation operation)
    {
        (int weight, long bytes) = _rows.Count > 0 ? (_rows[^1].Weight, _rows[^1].Bytes) : default;
        int length = operation.Payload.Length;
        _rows.Add((operation.Sequence, weight + LaneTotals.WeightOf(length), bytes + length));
    }

    /// <summary>A row was added to the lane.</summary>
    public void NoteInsert(long sequence)
    {
        if (_rows.Count > 0 && sequence < _rows[^1].Sequence)
        {
            Clear();
        }
    }

    /// <summary>What some operations weigh together if they are the first of these rows, all of them; null if not.</summary>
    public (int Weight, long Bytes)? PrefixOf(IReadOnlyList<Operation> operations)
    {
        int count = operations.Count;
        return count > 0
            && count <= _rows.Count
            && operations[0].Sequence == _rows[0].Sequence
            && operations[count - 1].Sequence == _rows[count - 1].Sequence
            ? (_rows[count - 1].Weight, _rows[count - 1].Bytes)
            : null;
    }
}
