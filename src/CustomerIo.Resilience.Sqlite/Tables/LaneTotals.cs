using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Native;

namespace CustomerIo.Resilience.Sqlite.Tables;

/// <summary>
/// How much each lane has, kept with the operations in the same transaction, so that opening need not count a million rows.
/// </summary>
internal sealed class LaneTotals
{
    private readonly Statement _update;
    private readonly LaneTotal[] _working;
    private readonly LaneTotal[] _committed;
    private readonly HashSet<int> _changed = [];

    public LaneTotals(Database database)
    {
        _update = new Statement(database, "UPDATE lanes SET count = ?2, bytes = ?3, checksum = ?4 WHERE lane = ?1");
        _working = Load(database);
        _committed = [.. _working];
    }

    public int Lanes => _working.Length;

    public long Count { get; private set; }

    public long Bytes { get; private set; }

    public DateTimeOffset? OldestAt
    {
        get
        {
            long oldest = long.MaxValue;
            foreach (LaneTotal total in _working)
            {
                oldest = total.IsEmpty || total.Count == 0 ? oldest : Math.Min(oldest, total.HeadAt);
            }

            return oldest == long.MaxValue ? null : new DateTimeOffset(oldest, TimeSpan.Zero);
        }
    }

    /// <summary>The lanes that are not empty; right after opening only.</summary>
    public IReadOnlyList<LaneBacklog> Backlog =>
    [
        .. _working
            .Select(static (total, lane) => (total, lane))
            .Where(static pair => !pair.total.IsEmpty)
            .Select(static pair => new LaneBacklog(pair.lane, pair.total.Count, pair.total.Head, pair.total.Last)),
    ];

    public LaneTotal this[int lane] => _working[lane];

    public void Add(Operation operation)
    {
        ref LaneTotal total = ref Change(operation.Lane);
        bool isHead = total.IsEmpty || operation.Sequence < total.Head;
        total = total with
        {
            Count = total.Count + WeightOf(operation.Payload.Length),
            Bytes = total.Bytes + operation.Payload.Length,
            Last = Math.Max(total.Last, operation.Sequence),
            Head = isHead ? operation.Sequence : total.Head,
            HeadAt = isHead ? operation.OccurredAt.UtcTicks : total.HeadAt,
            IsEmpty = false,
        };
        Count += WeightOf(operation.Payload.Length);
        Bytes += operation.Payload.Length;
    }

    public void Remove(int lane, long count, long bytes)
    {
        ref LaneTotal total = ref Change(lane);
        total = total with { Count = total.Count - count, Bytes = total.Bytes - bytes };
        Count -= count;
        Bytes -= bytes;
    }

    /// <summary>What a look at the lane found first; null if it found nothing.</summary>
    public void Begins(int lane, Operation? head)
    {
        if (head is null)
        {
            Remove(lane, _working[lane].Count, _working[lane].Bytes);
        }

        ref LaneTotal total = ref Change(lane);
        total = head is null
            ? new LaneTotal { IsEmpty = true }
            : total with { Head = head.Sequence, HeadAt = head.OccurredAt.UtcTicks, IsEmpty = false };
    }

    /// <summary>Number and bytes of each lane of a file, or throws if they are not what was written.</summary>
    /// <exception cref="InvalidDataException">A lane is missing, or a checksum is wrong.</exception>
    public static IReadOnlyList<LaneTotal> Counts(Database database)
    {
        List<LaneTotal> totals = [];
        Statement statement = new(database, "SELECT lane, count, bytes, checksum FROM lanes ORDER BY lane");
        using Rows row = statement.Read();
        while (row.Next())
        {
            (long lane, long count, long bytes) = (row.Long(0), row.Long(1), row.Long(2));
            if (lane != totals.Count || count < 0 || bytes < 0 || row.Long(3) != Checksum.Of(lane, count, bytes))
            {
                throw new InvalidDataException("The totals of a lane are wrong.");
            }

            totals.Add(new LaneTotal { Count = count, Bytes = bytes });
        }

        return totals;
    }

    /// <summary>Merge barriers, which have no payload, are no operations of anybody.</summary>
    public static int WeightOf(long payloadLength) => payloadLength == 0 ? 0 : 1;

    /// <summary>Writes what has changed; the last thing in a transaction.</summary>
    public void Write()
    {
        foreach (int lane in _changed)
        {
            LaneTotal total = _working[lane];
            if (total.Count != _committed[lane].Count || total.Bytes != _committed[lane].Bytes)
            {
                _update.Bind(1, (long)lane);
                _update.Bind(2, total.Count);
                _update.Bind(3, total.Bytes);
                _update.Bind(4, Checksum.Of(lane, total.Count, total.Bytes));
                _update.Run();
            }
        }
    }

    public void Commit() => Copy(_working, _committed);

    public void Rollback()
    {
        Copy(_committed, _working);
        Count = _working.Sum(static total => total.Count);
        Bytes = _working.Sum(static total => total.Bytes);
    }

    private ref LaneTotal Change(int lane)
    {
        _changed.Add(lane);
        return ref _working[lane];
    }

    private void Copy(LaneTotal[] from, LaneTotal[] to)
    {
        foreach (int lane in _changed)
        {
            to[lane] = from[lane];
        }

        _changed.Clear();
    }

    private LaneTotal[] Load(Database database)
    {
        LaneTotal[] totals = [.. Counts(database)];
        for (int lane = 0; lane < totals.Length; lane++)
        {
            Count += totals[lane].Count;
            Bytes += totals[lane].Bytes;
            totals[lane] = LaneTable.EndOf(database, lane, last: false) is { } head
                ? totals[lane] with
                {
                    Head = head.Sequence,
                    HeadAt = head.OccurredAt.UtcTicks,
                    Last = LaneTable.EndOf(database, lane, last: true)!.Sequence,
                }
                : totals[lane] with { IsEmpty = true };
        }

        return totals;
    }
}
