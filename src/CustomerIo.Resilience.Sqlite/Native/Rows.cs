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

    public long? OptionalLong(int column) => IsNull(column) ? null : Long(column);

    public string? OptionalText(int column) => IsNull(column) ? null : Text(column);

    public string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string() ?? string.Empty;

    /// <summary>Valid until the next row.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(statement, column);

    /// <exception cref="InvalidDataException">There are not 16 bytes.</exception>
    public Ulid Id(int column)
    {
        ReadOnlySpan<byte> bytes = Bytes(column);
        return bytes.Length == Ulid.ByteLength ? Ulid.FromBytes(bytes) : throw new InvalidDataException("An id is none.");
    }

    public void Dispose() => raw.sqlite3_reset(statement);
}
