using System.Globalization;
using System.Text;
using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Native;

namespace CustomerIo.Resilience.Sqlite.Tables;

/// <summary>
/// The operations of one lane, a table of its own: appended at one end and removed at the other, they lie together on the disk
/// in the order in which they leave, without an index.
/// </summary>
internal sealed class LaneTable
{
    private const string Columns = "sequence, id, kind, key, occurred_at, peer_lane, payload, checksum";

    private readonly int _lane;
    private readonly Statement _insert;
    private readonly Statement _find;
    private readonly Statement _read;
    private readonly Statement _delete;
    private readonly Statement _deleteRange;
    private readonly Statement _erase;
    private readonly Statement _firstEvent;
    private readonly PageRead _page = new();

    public LaneTable(Database database, int lane)
    {
        _lane = lane;
        string table = NameOf(lane);
        _insert = new Statement(database, $"INSERT INTO {table} ({Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING");
        _find = new Statement(database, $"SELECT id FROM {table} WHERE sequence = ?1");
        _read = new Statement(database, $"SELECT {Columns} FROM {table} ORDER BY sequence LIMIT ?1");
        _delete = new Statement(database, $"DELETE FROM {table} WHERE sequence = ?1 AND id = ?2 RETURNING length(payload)");
        _deleteRange = new Statement(database, $"DELETE FROM {table} WHERE sequence BETWEEN ?1 AND ?2");
        _erase = new Statement(database, $"""
            DELETE FROM {table} WHERE kind NOT IN ({NotErasable}) AND EXISTS
              (SELECT 1 FROM temp.erasing WHERE erasing.key = {table}.key AND {table}.sequence < erasing.before_sequence)
            RETURNING coalesce(length(payload), 0)
            """);
        _firstEvent = new Statement(database, $"SELECT sequence, id FROM {table} WHERE kind IN ({Events}) AND sequence > ?1 ORDER BY sequence LIMIT 1");
    }

    private static string NotErasable => NumbersOf(static kind => !kind.IsErasable());

    private static string Events => NumbersOf(static kind => kind.IsEvent());

    public static string NameOf(int lane) => string.Create(CultureInfo.InvariantCulture, $"lane_{lane}");

    /// <summary>Every row of a lane, in one direction; for saving what can be read of a damaged file.</summary>
    public static string AllRows(int lane, bool descending) =>
        $"SELECT {Columns} FROM {NameOf(lane)} ORDER BY sequence {(descending ? "DESC" : "ASC")}";

    /// <summary>The first or last operation of a lane of a file.</summary>
    public static Operation? EndOf(Database database, int lane, bool last)
    {
        Statement statement = new(database, $"{AllRows(lane, descending: last)} LIMIT 1");
        using Rows row = statement.Read();
        return row.Next() ? OperationOf(row, lane) : null;
    }

    /// <summary>Adds an operation, or gives false if it is there already.</summary>
    public bool TryInsert(Operation operation)
    {
        byte[] key = Encoding.UTF8.GetBytes(operation.Key);
        _page.NoteInsert(operation.Sequence);
        _insert.Bind(1, operation.Sequence);
        _insert.Bind(2, operation.Id);
        _insert.Bind(3, (long)operation.Kind);
        _insert.BindText(4, key);
        _insert.Bind(5, operation.OccurredAt.UtcTicks);
        _insert.Bind(6, (long?)operation.PeerLane);
        _insert.Bind(7, operation.Payload.Span);
        _insert.Bind(8, Checksum.Of(operation, key));
        return _insert.Run() == 1 || (Has(operation)
            ? false
            : throw new FallbackStoreException(
                $"Sequence {operation.Sequence} of lane {_lane} is taken by another operation: the clock was set back. The next " +
                "start of the process numbers new operations above it."));
    }

    public bool Has(Operation operation)
    {
        _find.Bind(1, operation.Sequence);
        using Rows row = _find.Read();
        return row.Next() && row.Bytes(0).Length == Ulid.ByteLength && Ulid.FromBytes(row.Bytes(0)) == operation.Id;
    }

    public IReadOnlyList<Operation> Read(int maxCount, int maxBytes)
    {
        List<Operation> page = [];
        long bytes = 0;
        _page.Clear();
        _read.Bind(1, maxCount);
        using Rows row = _read.Read();
        while (row.Next())
        {
            Operation operation = OperationOf(row, _lane);
            if (page.Count > 0 && operation.Sequence <= page[^1].Sequence)
            {
                throw new InvalidDataException($"The rows of lane {_lane} are out of order.");
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
    /// Removes operations in one go if they are what was read last, all of it or its beginning, and gives what they weigh; null
    /// if not, and then nothing is removed.
    /// </summary>
    public (int Weight, long Bytes)? TryDelete(IReadOnlyList<Operation> operations)
    {
        if (_page.PrefixOf(operations) is not { } weight)
        {
            return null;
        }

        _page.Clear();
        _deleteRange.Bind(1, operations[0].Sequence);
        _deleteRange.Bind(2, operations[^1].Sequence);
        return _deleteRange.Run() == operations.Count
            ? weight
            : throw new InvalidDataException($"The rows of lane {_lane} are not where they were read.");
    }

    /// <summary>Removes an operation and gives the bytes of its payload; null if it is not there.</summary>
    public long? Delete(long sequence, Ulid id)
    {
        _page.Clear();
        _delete.Bind(1, sequence);
        _delete.Bind(2, id);
        using Rows row = _delete.Read();
        return row.Next() ? row.Long(0) : null;
    }

    /// <summary>Removes what the table <c>erasing</c> names, and gives how many and how many bytes.</summary>
    public (int Count, long Bytes) Erase()
    {
        int count = 0;
        long bytes = 0;
        _page.Clear();
        using Rows row = _erase.Read();
        while (row.Next())
        {
            count++;
            bytes += row.Long(0);
        }

        return (count, bytes);
    }

    /// <summary>The oldest event after a sequence.</summary>
    public (long Sequence, Ulid Id)? FirstEventAfter(long sequence)
    {
        _firstEvent.Bind(1, sequence);
        using Rows row = _firstEvent.Read();
        return row.Next() ? (row.Long(0), Ulid.FromBytes(row.Bytes(1))) : null;
    }

    /// <summary>Reads a row, or throws if it is not what was written.</summary>
    /// <exception cref="InvalidDataException">It is no operation, or its checksum is wrong.</exception>
    public static Operation OperationOf(Rows row, int lane)
    {
        if (row.Bytes(1).Length != Ulid.ByteLength)
        {
            throw new InvalidDataException($"A row of lane {lane} is not an operation.");
        }

        Operation operation = new()
        {
            Sequence = row.Long(0),
            Id = Ulid.FromBytes(row.Bytes(1)),
            Lane = lane,
            Kind = (OperationKind)row.Long(2),
            Key = row.Text(3),
            OccurredAt = Moments.Of(row.Long(4)),
            PeerLane = row.IsNull(5) ? null : (int)row.Long(5),
            Payload = row.Bytes(6).ToArray(),
        };
        return Checksum.Of(operation, row.Bytes(3)) == row.Long(7)
            ? operation
            : throw new InvalidDataException($"The checksum of a row of lane {lane} is wrong.");
    }

    private static string NumbersOf(Func<OperationKind, bool> chosen) =>
        string.Join(", ", Enum.GetValues<OperationKind>().Where(chosen).Select(static kind => (int)kind));
}
