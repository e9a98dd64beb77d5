using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Work;
using Microsoft.Data.Sqlite;

namespace CustomerIo.Resilience.Sqlite.Tables;

/// <summary>Dead letters, by id.</summary>
internal sealed class DeadLetterTable : IDisposable
{
    private const string Columns =
        "id, lane, sequence, kind, key, occurred_at, peer_lane, payload, " +
        "reason, attempts, rejected_at, error_message, error_reason, error_field, checksum";

    private const string Erasures = "10, 11";

    private readonly Statement _insert;
    private readonly Statement _list;
    private readonly Statement _take;
    private readonly Statement _erase;
    private readonly Statement _expire;
    private readonly Statement _limit;
    private readonly Statement _count;

    public DeadLetterTable(SqliteConnection connection)
    {
        _insert = new Statement(
            connection,
            $"INSERT OR REPLACE INTO dead_letters ({Columns}) " +
            "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
            15);
        _list = new Statement(connection, $"SELECT {Columns} FROM dead_letters WHERE id > $1 ORDER BY id LIMIT $2", 2);
        _take = new Statement(connection, $"DELETE FROM dead_letters WHERE id = $1 RETURNING {Columns}", 1);
        _erase = new Statement(connection, "DELETE FROM dead_letters WHERE key = $1", 1);
        _expire = new Statement(
            connection, $"DELETE FROM dead_letters WHERE rejected_at < $1 AND kind NOT IN ({Erasures})", 1);
        _limit = new Statement(
            connection,
            "DELETE FROM dead_letters WHERE id IN " +
            $"(SELECT id FROM dead_letters WHERE kind NOT IN ({Erasures}) ORDER BY id LIMIT $1)",
            1);
        _count = new Statement(connection, "SELECT count(*) FROM dead_letters");
    }

    public static string AllRows => $"SELECT {Columns} FROM dead_letters ORDER BY id";

    public void Add(DeadLetter letter)
    {
        _insert[1] = letter.Operation.Id.ToByteArray();
        _insert[2] = (long)letter.Operation.Lane;
        _insert[3] = letter.Operation.Sequence;
        _insert[4] = (long)letter.Operation.Kind;
        _insert[5] = letter.Operation.Key;
        _insert[6] = letter.Operation.OccurredAt.UtcTicks;
        _insert[7] = (long?)letter.Operation.PeerLane;
        _insert[8] = Blob.Of(letter.Operation.Payload);
        _insert[9] = (long)letter.Reason;
        _insert[10] = (long)letter.Attempts;
        _insert[11] = letter.RejectedAt.UtcTicks;
        _insert[12] = letter.Error?.Message;
        _insert[13] = letter.Error?.Reason;
        _insert[14] = letter.Error?.Field;
        _insert[15] = Checksum.Of(letter);
        _insert.Run();
    }

    public IReadOnlyList<DeadLetter> List(Ulid? after, int maxCount)
    {
        List<DeadLetter> letters = [];
        _list[1] = after?.ToByteArray() ?? [];
        _list[2] = (long)maxCount;
        using SqliteDataReader row = _list.Read();
        while (row.Read())
        {
            letters.Add(LetterOf(row));
        }

        return letters;
    }

    public DeadLetter? Take(Ulid id)
    {
        _take[1] = id.ToByteArray();
        using SqliteDataReader row = _take.Read();
        return row.Read() ? LetterOf(row) : null;
    }

    public void Erase(string key)
    {
        _erase[1] = key;
        _erase.Run();
    }

    /// <summary>Lets those go that were rejected before a moment, then the oldest of too many. Gives how many.</summary>
    public int Prune(DateTimeOffset expiry, int maxCount)
    {
        _expire[1] = expiry.UtcTicks;
        int expired = _expire.Run();
        long surplus = Count() - maxCount;
        if (surplus <= 0)
        {
            return expired;
        }

        _limit[1] = surplus;
        return expired + _limit.Run();
    }

    public long Count() => _count.Number() ?? 0;

    /// <summary>Reads a row, or throws if it is not what was written.</summary>
    /// <exception cref="InvalidDataException">It is no dead letter, or its checksum is wrong.</exception>
    public static DeadLetter LetterOf(SqliteDataReader row)
    {
        try
        {
            DeadLetter letter = new()
            {
                Operation = new Operation
                {
                    Id = Ulid.FromBytes(row.GetFieldValue<byte[]>(0)),
                    Lane = (int)row.GetInt64(1),
                    Sequence = row.GetInt64(2),
                    Kind = (OperationKind)row.GetInt64(3),
                    Key = row.GetString(4),
                    OccurredAt = new DateTimeOffset(row.GetInt64(5), TimeSpan.Zero),
                    PeerLane = row.IsDBNull(6) ? null : (int)row.GetInt64(6),
                    Payload = row.GetFieldValue<byte[]>(7),
                },
                Reason = (RejectionReason)row.GetInt64(8),
                Attempts = (int)row.GetInt64(9),
                RejectedAt = new DateTimeOffset(row.GetInt64(10), TimeSpan.Zero),
                Error = ErrorOf(row),
            };
            return Checksum.Of(letter) == row.GetInt64(14)
                ? letter
                : throw new InvalidDataException("The checksum of a dead letter is wrong.");
        }
        catch (Exception exception) when (Trouble.IsWrongValue(exception))
        {
            throw new InvalidDataException("A row of the dead letters is not one.", exception);
        }
    }

    public void Dispose()
    {
        _insert.Dispose();
        _list.Dispose();
        _take.Dispose();
        _erase.Dispose();
        _expire.Dispose();
        _limit.Dispose();
        _count.Dispose();
    }

    private static CustomerIoError? ErrorOf(SqliteDataReader row)
    {
        string? message = Text(row, 11);
        string? reason = Text(row, 12);
        string? field = Text(row, 13);
        return message is null && reason is null && field is null ? null : new CustomerIoError(message, reason, field);
    }

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
