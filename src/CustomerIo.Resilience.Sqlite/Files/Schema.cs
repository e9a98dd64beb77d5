using System.Buffers.Binary;
using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Native;
using CustomerIo.Resilience.Sqlite.Tables;

namespace CustomerIo.Resilience.Sqlite.Files;

/// <summary>The tables of the file, by version. A released version is never changed: the next one brings it up to date.</summary>
internal static class Schema
{
    public const int Version = 1;

    // "CIOr": tells this library's files from others.
    private const int ApplicationId = 0x43494F72;

    private const int HeaderBytes = 100;
    private const int WriteVersionOffset = 18;
    private const int SchemaCookieOffset = 40;
    private const int VersionOffset = 60;
    private const int ApplicationIdOffset = 68;

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

        // SQLite would take a file with any other write version as read-only.
        if (application == ApplicationId && (version < 1 || header[WriteVersionOffset] is not (1 or 2)))
        {
            throw new InvalidDataException("The header is wrong.");
        }
    }

    /// <summary>Creates the tables of a new file, and gives the version it had before: 0 for a new one.</summary>
    public static int Migrate(Database database, int lanes)
    {
        int version = (int)database.Number("PRAGMA user_version");
        if (version == 0)
        {
            Create(database, lanes);
        }

        return version;
    }

    private static void Create(Database database, int lanes)
    {
        database.Run("BEGIN IMMEDIATE");
        database.Run("""
            CREATE TABLE lanes (
              lane INTEGER PRIMARY KEY, count INTEGER NOT NULL, bytes INTEGER NOT NULL, checksum INTEGER NOT NULL);
            CREATE TABLE dead_letters (
              id BLOB PRIMARY KEY, lane INTEGER NOT NULL, sequence INTEGER NOT NULL, kind INTEGER NOT NULL,
              key TEXT NOT NULL, occurred_at INTEGER NOT NULL, peer_lane INTEGER, payload BLOB NOT NULL,
              reason INTEGER NOT NULL, attempts INTEGER NOT NULL, rejected_at INTEGER NOT NULL,
              error_message TEXT, error_reason TEXT, error_field TEXT, checksum INTEGER NOT NULL);
            CREATE INDEX dead_letters_by_key ON dead_letters (key);
            CREATE TABLE openings (number INTEGER PRIMARY KEY, opened_at INTEGER NOT NULL);
            """);
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
            database.Run($"""
                CREATE TABLE {LaneTable.NameOf(lane)} (
                  sequence INTEGER PRIMARY KEY, id BLOB NOT NULL, kind INTEGER NOT NULL, key TEXT NOT NULL,
                  occurred_at INTEGER NOT NULL, peer_lane INTEGER, payload BLOB NOT NULL, checksum INTEGER NOT NULL);
                INSERT INTO lanes VALUES ({lane}, 0, 0, {Checksum.Of(lane, 0, 0)});
                """);
        }
    }
}
