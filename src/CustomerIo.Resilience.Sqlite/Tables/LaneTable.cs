using System.Globalization;
using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Work;
using Microsoft.Data.Sqlite;

namespace CustomerIo.Resilience.Sqlite.Tables;

/// <summary>
/// The operations of one lane, a table of its own: appended at one end and removed at the other, they lie together on the disk
/// in the order in which they leave, without an index.
/// </summary>
internal sealed class LaneTable : IDisposable
{
    private const string Columns = "sequence, id, kind, key, occurred_at, peer_lane, payload, checksum";

    private readonly int _lane;
    private readonly Statement _insert;
    private readonly Statement _find;
    private readonly Statement _read;
    private readonly Statement _delete;
    private readonly Statement _erase;
    private readonly Statement _firstEvent;

    public LaneTable(SqliteConnection connection, int lane)
    {
        _lane = lane;
        string table = NameOf(lane);
        _insert = new Statement(
            connection, $"INSERT INTO {table} ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING", 8);
        _find = new Statement(connection, $"SELECT id FROM {table} WHERE sequence = $1", 1);
        _read = new Statement(connection, $"SELECT {Columns} FROM {table} ORDER BY sequence LIMIT $1", 1);
        _delete = new Statement(connection, $"DELETE FROM {table} WHERE sequence = $1 AND id = $2 RETURNING length(payload)", 2);
        _erase = new Statement(
            connection,
            $"""
            DELETE FROM {table} WHERE kind NOT IN ({NotErasable}) AND EXISTS
              (SELECT 1 FROM temp.erasing WHERE erasing.key = {table}.key AND {table}.sequence < erasing.before_sequence)
            RETURNING coalesce(length(payload), 0)
            """);
        _firstEvent = new Statement(
            connection, $"SELECT sequence, id FROM {table} WHERE kind IN ({Events}) AND sequence > $1 ORDER BY sequence LIMIT 1", 1);
    }

    private static string NotErasable => NumbersOf(static kind => !kind.IsErasable());

    private static string Events => NumbersOf(static kind => kind.IsEvent());

    public static string NameOf(int lane) => string.Create(CultureInfo.InvariantCulture, $"lane_{lane}");

    /// <summary>Every row of a lane, in one direction; for saving what can be read of a damaged file.</summary>
    public static string AllRows(int lane, bool descending) =>
        $"SELECT {Columns} FROM {NameOf(lane)} ORDER BY sequence {(descending ? "DESC" : "ASC")}";

    /// <summary>The first or last operation of a lane of a file.</summary>
    public static Operation? EndOf(SqliteConnection connection, int lane, bool last)
    {
        using Statement statement = new(connection, $"{AllRows(lane, descending: last)} LIMIT 1");
        using SqliteDataReader row = statement.Read();
        return row.Read() ? OperationOf(row, lane) : null;
    }

    /// <summary>Adds an operation, or gives false if it is there already.</summary>
    public bool TryInsert(Operation operation)
    {
        _insert[1] = operation.Sequence;
        _insert[2] = operation.Id.ToByteArray();
        _insert[3] = (long)operation.Kind;
        _insert[4] = operation.Key;
        _insert[5] = operation.OccurredAt.UtcTicks;
        _insert[6] = (long?)operation.PeerLane;
        _insert[7] = Blob.Of(operation.Payload);
        _insert[8] = Checksum.Of(operation);
        return _insert.Run() == 1 || (Has(operation)
            ? false
            : throw new FallbackStoreException(
                $"Sequence {operation.Sequence} of lane {_lane} is taken by another operation: the clock was set back. The next " +
                "start of the process numbers new operations above it."));
    }

    public bool Has(Operation operation)
    {
        _find[1] = operation.Sequence;
        using SqliteDataReader row = _find.Read();
        return row.Read() && row.GetFieldValue<byte[]>(0).AsSpan().SequenceEqual(operation.Id.ToByteArray());
    }

    public IReadOnlyList<Operation> Read(int maxCount, int maxBytes)
    {
        List<Operation> page = [];
        long bytes = 0;
        _read[1] = (long)maxCount;
        using SqliteDataReader row = _read.Read();
        while (row.Read())
        {
            Operation operation = OperationOf(row, _lane);
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
    public long? Delete(long sequence, byte[] id)
    {
        _delete[1] = sequence;
        _delete[2] = id;
        return _delete.Number();
    }

    /// <summary>Removes what the table <c>erasing</c> names, and gives how many and how many bytes.</summary>
    public (int Count, long Bytes) Erase()
    {
        int count = 0;
        long bytes = 0;
        using SqliteDataReader row = _erase.Read();
        while (row.Read())
        {
            count++;
            bytes += row.GetInt64(0);
        }

        return (count, bytes);
    }

    /// <summary>The oldest event after a sequence.</summary>
    public (long Sequence, byte[] Id)? FirstEventAfter(long sequence)
    {
        _firstEvent[1] = sequence;
        using SqliteDataReader row = _firstEvent.Read();
        return row.Read() ? (row.GetInt64(0), row.GetFieldValue<byte[]>(1)) : null;
    }

    /// <summary>Reads a row, or throws if it is not what was written.</summary>
    /// <exception cref="InvalidDataException">It is no operation, or its checksum is wrong.</exception>
    public static Operation OperationOf(SqliteDataReader row, int lane)
    {
        try
        {
            Operation operation = new()
            {
                Sequence = row.GetInt64(0),
                Id = Ulid.FromBytes(row.GetFieldValue<byte[]>(1)),
                Lane = lane,
                Kind = (OperationKind)row.GetInt64(2),
                Key = row.GetString(3),
                OccurredAt = new DateTimeOffset(row.GetInt64(4), TimeSpan.Zero),
                PeerLane = row.IsDBNull(5) ? null : (int)row.GetInt64(5),
                Payload = row.GetFieldValue<byte[]>(6),
            };
            return Checksum.Of(operation) == row.GetInt64(7)
                ? operation
                : throw new InvalidDataException($"The checksum of a row of lane {lane} is wrong.");
        }
        catch (Exception exception) when (Trouble.IsWrongValue(exception))
        {
            throw new InvalidDataException($"A row of lane {lane} is not an operation.", exception);
        }
    }

    public void Dispose()
    {
        _insert.Dispose();
        _find.Dispose();
        _read.Dispose();
        _delete.Dispose();
        _erase.Dispose();
        _firstEvent.Dispose();
    }

    private static string NumbersOf(Func<OperationKind, bool> chosen) =>
        string.Join(", ", Enum.GetValues<OperationKind>().Where(chosen).Select(static kind => (int)kind));
}
