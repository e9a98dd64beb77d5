namespace CustomerIo.Resilience.Sqlite.Tests.Support;

/// <summary>What SQLite asks of a file.</summary>
[Flags]
internal enum FileCalls
{
    None = 0,
    Write = 1,
    Truncate = 2,
    Sync = 4,
}
