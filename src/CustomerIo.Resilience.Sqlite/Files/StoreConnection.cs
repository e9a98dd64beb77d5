using CustomerIo.Resilience.Fallback;
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

    public void Open(int lanes, StoreBounds bounds, DateTimeOffset now, ILogger logger)
    {
        Set("locking_mode = EXCLUSIVE");
        Set("auto_vacuum = INCREMENTAL");
        Set("journal_mode = WAL");
        Set($"synchronous = {(_options.Synchronous is SqliteSynchronous.Full ? "FULL" : "NORMAL")}");
        Set("temp_store = MEMORY");
        Set($"wal_autocheckpoint = {LogPages}");
        int former = Schema.Migrate(_database, lanes);
        if (former is not 0 and < Schema.Version)
        {
            SqliteLog.Migrated(logger, former, Schema.Version);
        }

        Verify(now);

        MatchLanes(lanes);

        // The header must tell version and owner without the log.
        Flush();
        Tables = new StoreTables(_database, bounds);
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
        Tables.Totals.Write();
        _commit!.Run();
        Tables.Totals.Commit();
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

    /// <summary>Brings everything from the log to the file itself.</summary>
    public void Flush() => Set("wal_checkpoint(TRUNCATE)");

    /// <summary>Lets go of a file that is damaged; whatever that throws does not matter any more.</summary>
    public void Abandon() => TryRun(Dispose);

    public void Dispose() => _database.Dispose();

    // A real write and a real read: a path that only looks usable shows itself now, not when it is needed.
    private void Verify(DateTimeOffset now)
    {
        Statement insert = new(_database, "INSERT OR REPLACE INTO openings VALUES (1, ?1)");
        insert.Bind(1, now.UtcTicks);
        insert.Run();

        if (_database.Number("SELECT opened_at FROM openings") != now.UtcTicks)
        {
            throw new InvalidDataException("What was just written reads differently.");
        }
    }

    private void MatchLanes(int lanes)
    {
        IReadOnlyList<LaneTotal> totals = LaneTotals.Counts(_database);
        int found = totals.Count;
        if (found != _database.Number("SELECT count(*) FROM sqlite_schema WHERE name GLOB 'lane_*'"))
        {
            throw new InvalidDataException("A lane is missing.");
        }

        if (found == lanes)
        {
            return;
        }

        long waiting = totals.Sum(static total => total.Count);
        if (waiting > 0)
        {
            throw new FallbackStoreException(
                $"{_database.Path} was written with Delivery.Lanes = {found} and {waiting} operation(s) wait in it; now it " +
                $"is {lanes}, which would break their order. Start with {found} until it is empty, then change it.");
        }

        _database.Run("BEGIN IMMEDIATE");
        for (int lane = 0; lane < found; lane++)
        {
            _database.Run($"DROP TABLE {LaneTable.NameOf(lane)}");
        }

        _database.Run("DELETE FROM lanes");
        Schema.AddLanes(_database, lanes);
        _database.Run("COMMIT");
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
