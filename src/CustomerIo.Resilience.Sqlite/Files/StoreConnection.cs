using CustomerIo.Resilience.Sqlite.Native;
using CustomerIo.Resilience.Sqlite.Tables;
using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.Sqlite.Files;

/// <summary>
/// One connection to one file, in write-ahead-log mode and with the file to itself: SQLite 3.50 has a defect that two
/// connections to one log can meet, and a second process would break the order anyway.
/// </summary>
internal sealed class StoreConnection : IDisposable
{
    private const int BytesPerPage = 4096;
    private const int MaxLogPages = 1_000;
    private const int MinLogPages = 16;

    // As many as are checked in some hundredths of a second.
    private const int MostChecked = 20_000;

    private readonly Database _database;
    private readonly SqliteFallbackOptions _options;
    private Statement? _begin;
    private Statement? _commit;
    private Statement? _rollback;

    public StoreConnection(string path, SqliteFallbackOptions options)
    {
        _options = options;
        _database = new Database(path, options.OpenTimeout, options.Vfs);
    }

    public StoreTables Tables { get; private set; } = null!;

    /// <summary>Whether the path leads to another file by now, or to none.</summary>
    public bool HasMoved => _database.HasMoved;

    public void Open(int lanes, StoreBounds bounds, DateTimeOffset now, ILogger logger)
    {
        Set("locking_mode = EXCLUSIVE");
        Set("auto_vacuum = INCREMENTAL");
        Set("journal_mode = WAL");
        Set($"synchronous = {(_options.Synchronous is SqliteSynchronous.Full ? "FULL" : "NORMAL")}");
        Set("temp_store = MEMORY");
        Set("secure_delete = ON");
        Set($"wal_autocheckpoint = {LogPages}");
        Schema.Create(_database, lanes);
        Verify(now);
        if (new LaneChange(_database, lanes).Run() is { } former)
        {
            SqliteLog.LanesChanged(logger, former, lanes);
        }

        CheckIndexes();

        // The header must tell version and owner without the log.
        Flush();
        Tables = new StoreTables(_database, bounds, lanes);
        _begin = new Statement(_database, "BEGIN IMMEDIATE");
        _commit = new Statement(_database, "COMMIT");
        _rollback = new Statement(_database, "ROLLBACK");
    }

    // On a full disk the log can only be emptied into room that the reserve leaves: it must not grow beyond that before.
    private long LogPages => _options.DiskReserve == 0
        ? MaxLogPages
        : Math.Clamp(_options.DiskReserve / 2 / BytesPerPage, MinLogPages, MaxLogPages);

    public void Begin() => _begin!.Run();

    public void Commit()
    {
        Tables.Write();
        _commit!.Run();
        Tables.Commit();
    }

    /// <summary>Takes back what was begun. SQLite may have done so already.</summary>
    public void Rollback()
    {
        try
        {
            _rollback!.Run();
        }
        catch (SqliteFailure)
        {
            // There was nothing to take back.
        }

        TryRun(Tables.Rollback);
    }

    public void Shrink()
    {
        TryRun(EmptyLog);
        TryRun(() => _database.Run($"PRAGMA incremental_vacuum({LogPages / 2})"));
        TryRun(EmptyLog);
    }

    /// <summary>Removes what erased people have left in the file and its log, as far as that can be done now.</summary>
    public void RemoveTraces()
    {
        Begin();
        try
        {
            Tables.Traces.Remove();
            Commit();
        }
        catch
        {
            Rollback();
            throw;
        }

        Flush();
        Tables.Traces.NoteLogEmptied();
    }

    /// <summary>Brings everything from the log to the file itself.</summary>
    public void Flush() => Set("wal_checkpoint(TRUNCATE)");

    /// <summary>Lets go of a file that is damaged; whatever that throws does not matter any more.</summary>
    public void Abandon() => TryRun(Dispose);

    public void Dispose() => _database.Dispose();

    // A real write and a real read: a path that only looks usable shows itself now, not when it is needed.
    private void Verify(DateTimeOffset now)
    {
        Statement update = new(_database, "UPDATE openings SET opened_at = ?1");
        update.Bind(1, now.UtcTicks);
        if (update.Run() != 1 || _database.Number("SELECT opened_at FROM openings") != now.UtcTicks)
        {
            throw new InvalidDataException("What was just written reads differently.");
        }
    }

    // Rows have checksums, but a row that an index does not lead to is never read. Lanes have no index.
    private void CheckIndexes()
    {
        foreach (string table in (string[])[StoreTotals.ParkedName, StoreTotals.LettersName])
        {
            long count = _database.Number($"SELECT count(*) FROM {table}");
            if (StoreTotals.Read(_database).GetValueOrDefault(table).Count != count)
            {
                throw new InvalidDataException($"The table {table} does not have what its total says.");
            }

            if (count is > 0 and <= MostChecked)
            {
                Statement check = new(_database, $"PRAGMA integrity_check({table})");
                using Rows row = check.Read();
                if (!row.Next() || !string.Equals(row.Text(0), "ok", StringComparison.Ordinal))
                {
                    throw new InvalidDataException($"The indexes of {table} are not those of its rows.");
                }
            }
        }
    }

    // The log keeps its length: what it has of a full disk is what removing needs, and others might take it.
    private void EmptyLog() => Set("wal_checkpoint(RESTART)");

    private void Set(string pragma) => _database.Run($"PRAGMA {pragma}");

    private static void TryRun(Action action)
    {
        try
        {
            action();
        }
        catch (SqliteFailure)
        {
            // The next use of the file tells.
        }
    }
}
