using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Native;

namespace CustomerIo.Resilience.Sqlite.Tables;

/// <summary>Dead letters, by id.</summary>
internal sealed class DeadLetterTable
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

    public DeadLetterTable(Database database)
    {
        _insert = new Statement(database, $"INSERT OR REPLACE INTO dead_letters ({Columns}) " +
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)");
        _list = new Statement(database, $"SELECT {Columns} FROM dead_letters WHERE id > ?1 ORDER BY id LIMIT ?2");
        _take = new Statement(database, $"DELETE FROM dead_letters WHERE id = ?1 RETURNING {Columns}");
        _erase = new Statement(database, "DELETE FROM dead_letters WHERE key = ?1");
        _expire = new Statement(database, $"DELETE FROM dead_letters WHERE rejected_at < ?1 AND kind NOT IN ({Erasures})");
        _limit = new Statement(database, "DELETE FROM dead_letters WHERE id IN " +
            $"(SELECT id FROM dead_letters WHERE kind NOT IN ({Erasures}) ORDER BY id LIMIT ?1)");
        _count = new Statement(database, "SELECT count(*) FROM dead_letters");
    }

    public static string AllRows => $"SELECT {Columns} FROM dead_letters ORDER BY id";

    public void Add(DeadLetter letter)
    {
        _insert.Bind(1, letter.Operation.Id);
        _insert.Bind(2, (long)letter.Operation.Lane);
        _insert.Bind(3, letter.Operation.Sequence);
        _insert.Bind(4, (long)letter.Operation.Kind);
        _insert.Bind(5, letter.Operation.Key);
        _insert.Bind(6, letter.Operation.OccurredAt.UtcTicks);
        _insert.Bind(7, (long?)letter.Operation.PeerLane);
        _insert.Bind(8, letter.Operation.Payload.Span);
        _insert.Bind(9, (long)letter.Reason);
        _insert.Bind(10, (long)letter.Attempts);
        _insert.Bind(11, letter.RejectedAt.UtcTicks);
        _insert.Bind(12, letter.Error?.Message);
        _insert.Bind(13, letter.Error?.Reason);
        _insert.Bind(14, letter.Error?.Field);
        _insert.Bind(15, Checksum.Of(letter));
        _insert.Run();
    }

    public IReadOnlyList<DeadLetter> List(Ulid? after, int maxCount)
    {
        List<DeadLetter> letters = [];
        if (after is { } last)
        {
            _list.Bind(1, last);
        }
        else
        {
            _list.Bind(1, ReadOnlySpan<byte>.Empty);
        }

        _list.Bind(2, maxCount);
        using Rows row = _list.Read();
        while (row.Next())
        {
            letters.Add(LetterOf(row));
        }

        return letters;
    }

    public DeadLetter? Take(Ulid id)
    {
        _take.Bind(1, id);
        using Rows row = _take.Read();
        return row.Next() ? LetterOf(row) : null;
    }

    public void Erase(string key)
    {
        _erase.Bind(1, key);
        _erase.Run();
    }

    /// <summary>Lets those go that were rejected before a moment, then the oldest of too many. Gives how many.</summary>
    public int Prune(DateTimeOffset expiry, int maxCount)
    {
        _expire.Bind(1, expiry.UtcTicks);
        int expired = _expire.Run();
        long surplus = Count() - maxCount;
        if (surplus <= 0)
        {
            return expired;
        }

        _limit.Bind(1, surplus);
        return expired + _limit.Run();
    }

    public long Count()
    {
        using Rows row = _count.Read();
        return row.Next() ? row.Long(0) : 0;
    }

    /// <summary>Reads a row, or throws if it is not what was written.</summary>
    /// <exception cref="InvalidDataException">It is no dead letter, or its checksum is wrong.</exception>
    public static DeadLetter LetterOf(Rows row)
    {
        if (row.Bytes(0).Length != Ulid.ByteLength)
        {
            throw new InvalidDataException("A row of the dead letters is not one.");
        }

        DeadLetter letter = new()
        {
            Operation = new Operation
            {
                Id = Ulid.FromBytes(row.Bytes(0)),
                Lane = (int)row.Long(1),
                Sequence = row.Long(2),
                Kind = (OperationKind)row.Long(3),
                Key = row.Text(4),
                OccurredAt = Moments.Of(row.Long(5)),
                PeerLane = row.IsNull(6) ? null : (int)row.Long(6),
                Payload = row.Bytes(7).ToArray(),
            },
            Reason = (RejectionReason)row.Long(8),
            Attempts = (int)row.Long(9),
            RejectedAt = Moments.Of(row.Long(10)),
            Error = ErrorOf(row),
        };
        return Checksum.Of(letter) == row.Long(14)
            ? letter
            : throw new InvalidDataException("The checksum of a dead letter is wrong.");
    }

    private static CustomerIoError? ErrorOf(Rows row)
    {
        string? message = Text(row, 11);
        string? reason = Text(row, 12);
        string? field = Text(row, 13);
        return message is null && reason is null && field is null ? null : new CustomerIoError(message, reason, field);
    }

    private static string? Text(Rows row, int column) => row.IsNull(column) ? null : row.Text(column);
}
