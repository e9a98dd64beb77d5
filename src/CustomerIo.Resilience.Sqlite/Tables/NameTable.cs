using CustomerIo.Resilience.Sqlite.Native;

namespace CustomerIo.Resilience.Sqlite.Tables;

/// <summary>Which rows of another table name a key; their own row says which keys those are.</summary>
internal sealed class NameTable
{
    private readonly Statement _insert;
    private readonly Statement _delete;

    public NameTable(Database database, string table)
    {
        _insert = new Statement(database, $"INSERT INTO {table} VALUES (?1, ?2) ON CONFLICT DO NOTHING");
        _delete = new Statement(database, $"DELETE FROM {table} WHERE key = ?1 AND number = ?2");
    }

    /// <param name="keys">The keys, one after the other.</param>
    /// <param name="number">The row that names them.</param>
    public void Add(ReadOnlySpan<byte> keys, long number) => Run(_insert, keys, number);

    /// <param name="keys">The keys, one after the other.</param>
    /// <param name="number">The row that named them.</param>
    public void Remove(ReadOnlySpan<byte> keys, long number) => Run(_delete, keys, number);

    private static void Run(Statement statement, ReadOnlySpan<byte> keys, long number)
    {
        for (; keys.Length >= Keys.Length; keys = keys[Keys.Length..])
        {
            statement.Bind(1, keys[..Keys.Length]);
            statement.Bind(2, number);
            statement.Run();
        }
    }
}
