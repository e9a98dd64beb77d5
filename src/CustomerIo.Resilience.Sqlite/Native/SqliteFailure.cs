namespace CustomerIo.Resilience.Sqlite.Native;

#pragma warning disable CA1032 // An error without SQLite's code would be of no use.

/// <summary>SQLite answered with an error.</summary>
internal sealed class SqliteFailure(int code, string message) : IOException(message)
{
    /// <summary>SQLite's primary result code.</summary>
    public int Code => code & 0xff;
}
