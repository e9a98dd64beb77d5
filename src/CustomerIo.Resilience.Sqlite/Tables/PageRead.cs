using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Sqlite.Tables;

/// <summary>
/// The rows that the last look at a lane gave, as long as nothing was put among them: neighbours of them that are named one after
/// the other can be removed together, as the range that they are.
/// </summary>
internal sealed class PageRead
{
    private readonly List<(long Position, Ulid Id, long Bytes, bool IsGone)> _rows = [];

    public void Clear() => _rows.Clear();

    public void Add(Operation operation) => _rows.Add((operation.Position, operation.Id, operation.Payload.Length, IsGone: false));

    /// <summary>A row was added to the lane.</summary>
    public void NoteInsert(long position)
    {
        if (_rows.Count > 0 && position < _rows[^1].Position)
        {
            Clear();
        }
    }

    /// <summary>A row was removed by itself.</summary>
    public void NoteDelete(long position)
    {
        int index = IndexOf(position);
        if (index >= 0)
        {
            _rows[index] = _rows[index] with { IsGone = true };
        }
    }

    /// <summary>
    /// How many of some operations, from one on, are neighbours of these rows, and what they weigh; they count as removed from
    /// then on.
    /// </summary>
    public Total TakeRun(IReadOnlyList<Operation> operations, int from)
    {
        Total run = default;
        int index = IndexOf(operations[from].Position);
        if (index < 0)
        {
            return run;
        }

        for (int next = from; next < operations.Count && index < _rows.Count; next++, index++)
        {
            (long position, Ulid id, long bytes, bool isGone) = _rows[index];
            if (isGone || position != operations[next].Position || id != operations[next].Id)
            {
                break;
            }

            _rows[index] = _rows[index] with { IsGone = true };
            run += new Total(1, bytes);
        }

        return run;
    }

    private int IndexOf(long position)
    {
        int low = 0;
        int high = _rows.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            int order = _rows[middle].Position.CompareTo(position);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return -1;
    }
}
