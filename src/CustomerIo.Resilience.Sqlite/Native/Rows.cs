using SQLitePCL;

namespace CustomerIo.Resilience.Sqlite.Native;

/// <summary>What a statement gives, one row after the other.</summary>
internal readonly struct Rows(Database database, sqlite3_stmt statement) : IDisposable
{
    /// <summary>Goes to the next row, or gives false.</summary>
    public bool Next()
    {
        int code = raw.sqlite3_step(statement);
        database.Check(code);
        return code == raw.SQLITE_ROW;
    }

    public long Long(int column) => raw.sqlite3_column_int64(statement, column);

    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    public string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string() ?? string.Empty;

    /// <summary>Valid until the next row.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(statement, column);

    public void Dispose() => raw.sqlite3_reset(statement);
}
