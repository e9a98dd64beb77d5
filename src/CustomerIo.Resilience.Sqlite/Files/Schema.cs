using System.Buffers.Binary;
using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Native;
using CustomerIo.Resilience.Sqlite.Tables;

namespace CustomerIo.Resilience.Sqlite.Files;

/// <summary>The tables of the file. A released version is never changed: the next one brings it up to date.</summary>
internal static class Schema
{
    public const int Version = 2;

    // "CIOr": tells this library's files from others.
    private const int ApplicationId = 0x43494F72;

    private const int HeaderBytes = 100;
    private const int WriteVersionOffset = 18;
    private const int SchemaCookieOffset = 40;
    private const int VersionOffset = 60;
    private const int ApplicationIdOffset = 68;

    private const string OperationColumns =
        "position INTEGER PRIMARY KEY, id BLOB NOT NULL, kind INTEGER NOT NULL, key BLOB NOT NULL, second_key BLOB, " +
        "named_keys BLOB, occurred_at INTEGER NOT NULL, checksum INTEGER NOT NULL";

    /// <summary>Refuses what this version must not touch, by the file's header alone.</summary>
    /// <exception cref="FallbackStoreException">Another application's file, or one of a newer version.</exception>
    /// <exception cref="InvalidDataException">It is this library's, and says what that never says.</exception>
    public static void CheckHeader(string path)
    {
        byte[] header = new byte[HeaderBytes];
        using (FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
        {
            // SQLite would take it for a new one, up to a single byte, and delete its log.
            if (file.Length <= 1 && new FileInfo(path + "-wal") is { Exists: true, Length: > 0 })
            {
                throw new InvalidDataException("The file is empty, but has a log.");
            }

            if (file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes
                || !header.AsSpan().StartsWith("SQLite format 3\0"u8))
            {
                return;
            }
        }

        int application = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(ApplicationIdOffset));
        int version = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(VersionOffset));
        int schemaCookie = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(SchemaCookieOffset));
        if (application != ApplicationId && (application != 0 || version != 0 || schemaCookie != 0))
        {
            throw new FallbackStoreException(
                $"{path} is a SQLite file of another application. It was not touched; give the store a path of its own.");
        }

        if (version > Version)
        {
            throw new FallbackStoreException(
                $"{path} was written by a newer CustomerIo.Resilience.Sqlite: its version is {version}, this one knows up to " +
                $"{Version}. It was not touched; update the package, or give the store another path.");
        }

        if (application != ApplicationId)
        {
            return;
        }

        // SQLite would take a file with any other write version as read-only.
        if (version < 1 || header[WriteVersionOffset] is not (1 or 2))
        {
            throw new InvalidDataException("The header is wrong.");
        }

        if (version < Version)
        {
            throw new FallbackStoreException(
                $"{path} was written by an earlier CustomerIo.Resilience.Sqlite: its version is {version}, this one reads " +
                $"{Version} only. It was not touched; let the earlier package deliver what waits in it, or remove it with all " +
                "that waits in it, or give the store another path.");
        }
    }

    /// <summary>Creates the tables of a new file; leaves another as it is.</summary>
    public static void Create(Database database, int lanes)
    {
        if (database.Number("PRAGMA user_version") != 0)
        {
            return;
        }

        database.Run("BEGIN IMMEDIATE");
        database.Run($"""
            CREATE TABLE totals (
              name TEXT PRIMARY KEY, count INTEGER NOT NULL, bytes INTEGER NOT NULL, checksum INTEGER NOT NULL) WITHOUT ROWID;
            CREATE TABLE openings (number INTEGER PRIMARY KEY, opened_at INTEGER NOT NULL, has_traces INTEGER NOT NULL);
            INSERT INTO openings VALUES (1, 0, 0);

            CREATE TABLE parked ({OperationColumns}, has_failed INTEGER NOT NULL, attempts INTEGER NOT NULL,
              first_attempt_at INTEGER, state_checksum INTEGER NOT NULL, payload BLOB NOT NULL);
            CREATE INDEX parked_by_key ON parked (key, position, kind);
            CREATE INDEX parked_by_second_key ON parked (second_key, position, kind, key) WHERE second_key IS NOT NULL;
            CREATE INDEX parked_barriers ON parked (key, position, kind) WHERE kind IN ({Kinds.Barriers});
            CREATE TABLE parked_names (key BLOB NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (key, number)) WITHOUT ROWID;

            CREATE TABLE dead_letters (
              number INTEGER PRIMARY KEY AUTOINCREMENT, id BLOB NOT NULL UNIQUE, kind INTEGER NOT NULL, key BLOB NOT NULL,
              second_key BLOB, named_keys BLOB, occurred_at INTEGER NOT NULL, reason INTEGER NOT NULL,
              attempts INTEGER NOT NULL, rejected_at INTEGER NOT NULL, checksum INTEGER NOT NULL, error_message TEXT,
              error_reason TEXT, error_field TEXT, error_index INTEGER, payload BLOB NOT NULL);
            CREATE INDEX dead_letters_by_key ON dead_letters (key);
            CREATE INDEX dead_letters_by_second_key ON dead_letters (second_key) WHERE second_key IS NOT NULL;
            CREATE INDEX dead_letters_by_age ON dead_letters (rejected_at) WHERE kind NOT IN ({Kinds.Erasures});
            CREATE TABLE dead_letter_names (key BLOB NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (key, number)) WITHOUT ROWID;
            """);
        AddTotal(database, StoreTotals.ParkedName, default);
        AddTotal(database, StoreTotals.LettersName, default);
        AddLanes(database, lanes);
        database.Run($"PRAGMA application_id = {ApplicationId}");
        database.Run($"PRAGMA user_version = {Version}");
        database.Run("COMMIT");
    }

    /// <summary>Adds the lanes of a file that has none.</summary>
    public static void AddLanes(Database database, int lanes)
    {
        for (int lane = 0; lane < lanes; lane++)
        {
            database.Run($"CREATE TABLE {LaneTable.NameOf(lane)} ({OperationColumns}, payload BLOB NOT NULL)");
            AddTotal(database, LaneTable.NameOf(lane), default);
        }
    }

    /// <summary>Says how much a table has.</summary>
    public static void AddTotal(Database database, string name, Total total)
    {
        Statement insert = database.Statement("INSERT OR REPLACE INTO totals VALUES (?1, ?2, ?3, ?4)");
        insert.Bind(1, name);
        insert.Bind(2, total.Count);
        insert.Bind(3, total.Bytes);
        insert.Bind(4, Checksum.Of(name, total));
        insert.Run();
    }
}
