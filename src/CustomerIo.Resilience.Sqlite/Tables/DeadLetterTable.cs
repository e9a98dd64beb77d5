using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Native;

namespace CustomerIo.Resilience.Sqlite.Tables;

/// <summary>Dead letters, by number, id and the keys that they own and name.</summary>
internal sealed class DeadLetterTable
{
    // What the caller needs to know of those that go.
    private const string Gone = "number, length(payload), named_keys";

    private readonly NameTable _names;
    private readonly Statement _insert;
    private readonly Statement _find;
    private readonly Statement _take;
    private readonly Statement _remove;
    private readonly Statement _erase;
    private readonly Statement _expire;
    private readonly Statement _oldest;

    public DeadLetterTable(Database database)
    {
        _names = new NameTable(database, "dead_letter_names");
        _insert = new Statement(
            database,
            $"INSERT INTO dead_letters ({DeadLetterRow.Columns}) VALUES ({DeadLetterRow.Parameters}) " +
            "ON CONFLICT DO NOTHING RETURNING number");
        _find = new Statement(database, "SELECT 1 FROM dead_letters WHERE id = ?1");
        _take = new Statement(database, $"DELETE FROM dead_letters WHERE id = ?1 RETURNING {DeadLetterRow.Columns}");
        _remove = new Statement(database, $"DELETE FROM dead_letters WHERE id = ?1 RETURNING {Gone}");
        _erase = new Statement(database, $"""
            DELETE FROM dead_letters WHERE number IN (
              SELECT number FROM dead_letters WHERE key = ?1
              UNION SELECT number FROM dead_letters WHERE second_key = ?1
              UNION SELECT number FROM dead_letter_names WHERE key = ?1) RETURNING {Gone}
            """);
        _expire = new Statement(database, $"""
            DELETE FROM dead_letters WHERE rejected_at < ?1 AND kind NOT IN ({Kinds.Erasures}) RETURNING {Gone}
            """);
        _oldest = new Statement(database, $"""
            SELECT number, id FROM dead_letters WHERE kind NOT IN ({Kinds.Erasures}) ORDER BY number LIMIT 1
            """);
    }

    /// <summary>Every row, in one direction; for saving what can be read of a damaged file.</summary>
    public static string AllRows(bool descending) =>
        $"SELECT {DeadLetterRow.Columns} FROM dead_letters ORDER BY number {(descending ? "DESC" : "ASC")}";

    /// <summary>Adds a dead letter, or gives false if there is one of the same operation.</summary>
    public bool TryInsert(DeadLetter letter)
    {
        DeadLetterRow.Bind(_insert, letter);
        if (_insert.Number() is not { } number)
        {
            return false;
        }

        _names.Add(Keys.Of(letter.Operation.NamedKeys), number);
        return true;
    }

    public bool Has(Ulid id)
    {
        _find.Bind(1, id);
        return _find.HasRow();
    }

    /// <summary>Removes a dead letter and gives it; null if there is none.</summary>
    public DeadLetter? Take(Ulid id)
    {
        _take.Bind(1, id);
        using Rows row = _take.Read();
        if (!row.Next())
        {
            return null;
        }

        DeadLetter letter = DeadLetterRow.Read(row);
        _names.Remove(Keys.Of(letter.Operation.NamedKeys), letter.Number);
        return letter;
    }

    /// <summary>Removes a dead letter, and gives what it weighed.</summary>
    public Total Remove(Ulid id)
    {
        _remove.Bind(1, id);
        return Removed(_remove);
    }

    /// <summary>Removes those that own or name a key, and gives what they weighed.</summary>
    public Total Erase(string key)
    {
        _erase.Bind(1, Keys.Of(key));
        return Removed(_erase);
    }

    /// <summary>Removes those that were given up before a moment, and gives what they weighed.</summary>
    public Total Expire(DateTimeOffset moment)
    {
        _expire.Bind(1, moment.UtcTicks);
        return Removed(_expire);
    }

    /// <summary>The first that may be let go; null without any.</summary>
    public Ulid? Oldest()
    {
        using Rows row = _oldest.Read();
        return row.Next() ? row.Id(1) : null;
    }

    private Total Removed(Statement statement)
    {
        Total removed = default;
        using Rows row = statement.Read();
        while (row.Next())
        {
            _names.Remove(row.Bytes(2), row.Long(0));
            removed += new Total(1, row.Long(1));
        }

        return removed;
    }
}
