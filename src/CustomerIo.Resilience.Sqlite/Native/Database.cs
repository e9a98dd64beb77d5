using SQLitePCL;

namespace CustomerIo.Resilience.Sqlite.Native;

/// <summary>
/// An open SQLite file, through the functions of the native library themselves: rows come and go by the hundred thousand,
/// without an object for every value and every look.
/// </summary>
internal sealed class Database : IDisposable
{
    private const int Flags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_NOMUTEX;

    private readonly sqlite3 _handle;
    private readonly List<sqlite3_stmt> _prepared = [];
    private readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);

    static Database() => Batteries_V2.Init();

    /// <summary>Opens a file that exists.</summary>
    /// <param name="path">The file.</param>
    /// <param name="busyTimeout">How long to wait for somebody else's lock.</param>
    /// <param name="vfs">SQLite's file layer; null is the usual one.</param>
    public Database(string path, TimeSpan busyTimeout, string? vfs = null)
    {
        Path = path;
        int code = raw.sqlite3_open_v2(path, out _handle, Flags, vfs);
        if (code != raw.SQLITE_OK)
        {
            string message = raw.sqlite3_errstr(code).utf8_to_string();
            _handle.Dispose();
            throw new SqliteFailure(code, message);
        }

        raw.sqlite3_busy_timeout(_handle, (int)Math.Min(busyTimeout.TotalMilliseconds, int.MaxValue));
    }

    public string Path { get; }

    /// <summary>Whether the path leads to another file by now, or to none.</summary>
    public bool HasMoved => FileControl.HasMoved(_handle);

    /// <summary>Rows that the last statement changed.</summary>
    public int Changes => raw.sqlite3_changes(_handle);

    /// <summary>The statements that it has, as SQL.</summary>
    public IReadOnlyList<string> Prepared =>
        [.. _prepared.Select(static statement => raw.sqlite3_sql(statement).utf8_to_string())];

    /// <summary>Runs one statement or several.</summary>
    public void Run(string sql) => Check(raw.sqlite3_exec(_handle, sql));

    /// <summary>Asks for one number; 0 if there is none.</summary>
    public long Number(string sql) => Statement(sql).Number().GetValueOrDefault();

    /// <summary>A statement that is prepared once and used again.</summary>
    public Statement Statement(string sql)
    {
        if (!_statements.TryGetValue(sql, out Statement? statement))
        {
            _statements[sql] = statement = new Statement(this, sql);
        }

        return statement;
    }

    public sqlite3_stmt Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v2(_handle, sql, out sqlite3_stmt statement));
        _prepared.Add(statement);
        return statement;
    }

    /// <exception cref="SqliteFailure">The result is an error.</exception>
    public void Check(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            throw new SqliteFailure(code, $"{raw.sqlite3_errmsg(_handle).utf8_to_string()} (SQLite {code & 0xff}).");
        }
    }

    /// <summary>Closes the file. With a statement left, SQLite would keep it open, and locked.</summary>
    public void Dispose()
    {
        _prepared.ForEach(static statement => statement.Dispose());
        _prepared.Clear();
        _handle.Dispose();
    }
}
