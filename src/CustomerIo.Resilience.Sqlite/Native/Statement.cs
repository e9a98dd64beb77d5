using System.Text;
using SQLitePCL;

namespace CustomerIo.Resilience.Sqlite.Native;

/// <summary>A prepared statement with the parameters ?1, ?2 and so on. It ends with its database.</summary>
internal sealed class Statement(Database database, string sql)
{
    private readonly sqlite3_stmt _handle = database.Prepare(sql);

    public void Bind(int number, long value) => database.Check(raw.sqlite3_bind_int64(_handle, number, value));

    public void Bind(int number, long? value)
    {
        if (value is { } present)
        {
            Bind(number, present);
        }
        else
        {
            database.Check(raw.sqlite3_bind_null(_handle, number));
        }
    }

    public void Bind(int number, string? value)
    {
        if (value is null)
        {
            Bind(number, (long?)null);
        }
        else
        {
            database.Check(raw.sqlite3_bind_text(_handle, number, Encoding.UTF8.GetBytes(value)));
        }
    }

    public void Bind(int number, Ulid value)
    {
        Span<byte> bytes = stackalloc byte[Ulid.ByteLength];
        value.WriteBytes(bytes);
        Bind(number, bytes);
    }

    public void Bind(int number, ReadOnlySpan<byte> value) => database.Check(value.IsEmpty
        ? raw.sqlite3_bind_zeroblob(_handle, number, 0)
        : raw.sqlite3_bind_blob(_handle, number, value));

    /// <summary>Binds bytes, or nothing where there are none.</summary>
    public void BindOptional(int number, ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
        {
            Bind(number, (long?)null);
        }
        else
        {
            Bind(number, value);
        }
    }

    /// <summary>Runs it and gives how many rows it changed.</summary>
    public int Run()
    {
        using Rows rows = Read();
        while (rows.Next())
        {
            // What it returns is not wanted.
        }

        return database.Changes;
    }

    /// <summary>Runs it and gives the first number of the first row; null without a row.</summary>
    public long? Number()
    {
        using Rows rows = Read();
        return rows.Next() ? rows.Long(0) : null;
    }

    /// <summary>Whether it gives any row.</summary>
    public bool HasRow()
    {
        using Rows rows = Read();
        return rows.Next();
    }

    /// <summary>Runs it row by row; the rows are to be disposed of before the next run.</summary>
    public Rows Read() => new(database, _handle);
}
