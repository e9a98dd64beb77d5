using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Native;

namespace CustomerIo.Resilience.Sqlite.Tables;

/// <summary>The operations that are out of their lanes' order, by position and by the keys that they own and name.</summary>
internal sealed class ParkedTable
{
    private readonly NameTable _names;
    private readonly Statement _insert;
    private readonly Statement _find;
    private readonly Statement _read;
    private readonly Statement _delete;
    private readonly Statement _take;
    private readonly Statement _change;

    public ParkedTable(Database database)
    {
        _names = new NameTable(database, "parked_names");
        _insert = new Statement(database, $"""
            INSERT INTO parked ({OperationRow.Columns}, {OperationRow.StateColumns})
            VALUES ({OperationRow.Parameters}, ?10, ?11, ?12, ?13) ON CONFLICT DO NOTHING
            """);
        _find = new Statement(database, "SELECT id FROM parked WHERE position = ?1");
        _read = new Statement(database, $"""
            SELECT {OperationRow.Columns}, {OperationRow.StateColumns} FROM parked WHERE key = ?1
            UNION ALL
            SELECT {OperationRow.Columns}, {OperationRow.StateColumns} FROM parked WHERE second_key = ?1 AND key <> ?1
            ORDER BY position LIMIT ?2
            """);
        _delete = new Statement(
            database, "DELETE FROM parked WHERE position = ?1 AND id = ?2 RETURNING length(payload), named_keys");
        _take = new Statement(database, $"""
            DELETE FROM parked WHERE position = ?1 AND id = ?2 RETURNING {OperationRow.Columns}, {OperationRow.StateColumns}
            """);
        _change = new Statement(database, """
            UPDATE parked SET has_failed = ?3, attempts = ?4, first_attempt_at = ?5, state_checksum = ?6
            WHERE position = ?1 AND id = ?2
            """);
    }

    /// <summary>Every row, in one direction; for saving what can be read of a damaged file.</summary>
    public static string AllRows(bool descending) =>
        $"SELECT {OperationRow.Columns}, {OperationRow.StateColumns} FROM parked ORDER BY position {(descending ? "DESC" : "ASC")}";

    /// <summary>Adds an operation, or gives false if its position is taken.</summary>
    public bool TryInsert(Operation operation)
    {
        OperationRow.Bind(_insert, operation);
        OperationRow.Bind(_insert, OperationRow.ColumnCount + 1, operation.Position, operation.Parked.GetValueOrDefault());
        if (_insert.Run() != 1)
        {
            return false;
        }

        NoteNames(operation);
        return true;
    }

    /// <summary>An operation came from a lane.</summary>
    public void NoteNames(Operation operation) => _names.Add(Keys.Of(operation.NamedKeys), operation.Position);

    /// <summary>Which operation has a position; null if none has.</summary>
    public Ulid? IdAt(long position)
    {
        _find.Bind(1, position);
        using Rows row = _find.Read();
        return row.Next() ? row.Id(0) : null;
    }

    /// <summary>The first operations that own a key.</summary>
    public IReadOnlyList<Operation> Read(string key, int maxCount, int maxBytes)
    {
        List<Operation> page = [];
        long bytes = 0;
        _read.Bind(1, Keys.Of(key));
        _read.Bind(2, maxCount);
        using Rows row = _read.Read();
        while (row.Next())
        {
            Operation operation = OperationRow.ReadParked(row);
            if ((page.Count > 0 && operation.Position <= page[^1].Position)
                || !(HasKey(operation.Key, key) || HasKey(operation.SecondKey, key)))
            {
                throw new InvalidDataException("The parked rows of a key are not its own, or out of order.");
            }

            bytes += operation.Payload.Length;
            if (bytes > maxBytes && page.Count > 0)
            {
                break;
            }

            page.Add(operation);
        }

        return page;
    }

    /// <summary>Removes an operation and gives the bytes of its payload; null if it is not there.</summary>
    public long? Delete(long position, Ulid id)
    {
        _delete.Bind(1, position);
        _delete.Bind(2, id);
        using Rows row = _delete.Read();
        if (!row.Next())
        {
            return null;
        }

        _names.Remove(row.Bytes(1), position);
        return row.Long(0);
    }

    /// <summary>Removes an operation and gives it; null if it is not there.</summary>
    public Operation? Take(long position, Ulid id)
    {
        _take.Bind(1, position);
        _take.Bind(2, id);
        using Rows row = _take.Read();
        if (!row.Next())
        {
            return null;
        }

        Operation taken = OperationRow.ReadParked(row);
        _names.Remove(Keys.Of(taken.NamedKeys), position);
        return taken;
    }

    /// <summary>Changes the state of an operation; does nothing if it is not there.</summary>
    public bool Change(long position, Ulid id, ParkedState state)
    {
        _change.Bind(1, position);
        _change.Bind(2, id);
        OperationRow.Bind(_change, 3, position, state);
        return _change.Run() == 1;
    }

    private static bool HasKey(string? own, string key) => string.Equals(own, key, StringComparison.Ordinal);
}
