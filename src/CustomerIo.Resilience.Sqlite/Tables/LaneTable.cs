using System.Globalization;
using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Native;

namespace CustomerIo.Resilience.Sqlite.Tables;

/// <summary>
/// The operations of one lane, a table of its own: appended at one end and removed at the other, they lie together on the disk
/// in the order in which they leave, without an index.
/// </summary>
internal sealed class LaneTable
{
    private readonly int _lane;
    private readonly int _lanes;
    private readonly Statement _insert;
    private readonly Statement _find;
    private readonly Statement _first;
    private readonly Statement _read;
    private readonly Statement _delete;
    private readonly Statement _deleteRange;
    private readonly Statement _take;
    private readonly Statement _park;
    private readonly Statement _firstEvent;
    private readonly Statement _wipe;
    private readonly PageRead _page = new();

    public LaneTable(Database database, int lane, int lanes)
    {
        (_lane, _lanes) = (lane, lanes);
        string table = NameOf(lane);
        _insert = new Statement(
            database,
            $"INSERT INTO {table} ({OperationRow.Columns}) VALUES ({OperationRow.Parameters}) ON CONFLICT DO NOTHING");
        _find = new Statement(database, $"SELECT id FROM {table} WHERE position = ?1");
        _first = new Statement(database, $"SELECT position, occurred_at FROM {table} ORDER BY position LIMIT 1");
        _read = new Statement(database, $"SELECT {OperationRow.Columns} FROM {table} WHERE position > ?2 ORDER BY position LIMIT ?1");
        _delete = new Statement(database, $"DELETE FROM {table} WHERE position = ?1 AND id = ?2 RETURNING length(payload)");
        _deleteRange = new Statement(database, $"DELETE FROM {table} WHERE position BETWEEN ?1 AND ?2");
        _take = new Statement(database, $"DELETE FROM {table} WHERE position = ?1 AND id = ?2 RETURNING {OperationRow.Columns}");
        _park = new Statement(database, $"""
            INSERT INTO parked ({OperationRow.Columns}, {OperationRow.StateColumns})
            SELECT {OperationRow.Columns}, ?3, ?4, ?5, ?6 FROM {table} WHERE position = ?1 AND id = ?2
            """);
        _firstEvent = new Statement(database, $"""
            SELECT position, id, length(payload) FROM {table}
            WHERE kind IN ({Kinds.Events}) AND position > ?1 ORDER BY position LIMIT 1
            """);
        _wipe = new Statement(database, $"DELETE FROM {table}");
    }

    public static string NameOf(int lane) => string.Create(CultureInfo.InvariantCulture, $"lane_{lane}");

    /// <summary>Adds an operation, or gives false if its position is taken.</summary>
    public bool TryInsert(Operation operation)
    {
        _page.NoteInsert(operation.Position);
        OperationRow.Bind(_insert, operation);
        return _insert.Run() == 1;
    }

    /// <summary>Which operation has a position; null if none has.</summary>
    public Ulid? IdAt(long position)
    {
        _find.Bind(1, position);
        using Rows row = _find.Read();
        return row.Next() ? row.Id(0) : null;
    }

    /// <summary>Position of the first operation, and when it was accepted; null without any.</summary>
    public (long Position, long OccurredAt)? First()
    {
        using Rows row = _first.Read();
        return row.Next() ? (row.Long(0), row.Long(1)) : null;
    }

    public IReadOnlyList<Operation> Read(long after, int maxCount, int maxBytes)
    {
        List<Operation> page = [];
        long bytes = 0;
        _page.Clear();
        _read.Bind(1, maxCount);
        _read.Bind(2, after);
        using Rows row = _read.Read();
        while (row.Next())
        {
            Operation operation = OperationRow.Read(row);
            if ((page.Count > 0 && operation.Position <= page[^1].Position) || operation.LaneOf(_lanes) != _lane)
            {
                throw new InvalidDataException($"The rows of lane {_lane} are not its own, or out of order.");
            }

            bytes += operation.Payload.Length;
            if (bytes > maxBytes && page.Count > 0)
            {
                break;
            }

            page.Add(operation);
            _page.Add(operation);
        }

        return page;
    }

    /// <summary>
    /// Removes in one go as many of some operations, from one on, as were read last as neighbours, and gives what they weigh;
    /// none if that one was not.
    /// </summary>
    public Total DeleteRun(IReadOnlyList<Operation> operations, int from)
    {
        Total run = _page.TakeRun(operations, from);
        if (run.Count > 0)
        {
            _deleteRange.Bind(1, operations[from].Position);
            _deleteRange.Bind(2, operations[from + (int)run.Count - 1].Position);
            if (_deleteRange.Run() != run.Count)
            {
                throw new InvalidDataException($"The rows of lane {_lane} are not where they were read.");
            }
        }

        return run;
    }

    /// <summary>Removes an operation and gives the bytes of its payload; null if it is not there.</summary>
    public long? Delete(long position, Ulid id)
    {
        _page.NoteDelete(position);
        _delete.Bind(1, position);
        _delete.Bind(2, id);
        return _delete.Number();
    }

    /// <summary>Removes an operation and gives it; null if it is not there.</summary>
    public Operation? Take(long position, Ulid id)
    {
        _page.NoteDelete(position);
        _take.Bind(1, position);
        _take.Bind(2, id);
        using Rows row = _take.Read();
        return row.Next() ? OperationRow.Read(row) : null;
    }

    /// <summary>Copies an operation to what is parked; gives false if it is not there.</summary>
    public bool TryCopyToParked(long position, Ulid id, ParkedState state)
    {
        _park.Bind(1, position);
        _park.Bind(2, id);
        OperationRow.Bind(_park, 3, position, state);
        return _park.Run() == 1;
    }

    /// <summary>The oldest event after a position.</summary>
    public (long Position, Ulid Id, long Bytes)? FirstEventAfter(long position)
    {
        _firstEvent.Bind(1, position);
        using Rows row = _firstEvent.Read();
        return row.Next() ? (row.Long(0), row.Id(1), row.Long(2)) : null;
    }

    /// <summary>Overwrites what is left of former rows in a lane without any.</summary>
    public void Wipe() => _wipe.Run();

    /// <summary>What was removed may be back.</summary>
    public void Forget() => _page.Clear();
}
