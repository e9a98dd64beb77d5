using System.Collections.Concurrent;
using System.Globalization;
using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Tables;
using CustomerIo.Resilience.Sqlite.Work;
using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.Sqlite.Files;

/// <summary>The open file: one connection that nobody else may share, its tables, and what to do when it is damaged.</summary>
internal sealed class StoreFile(
    string path, SqliteFallbackOptions options, StoreBounds bounds, int lanes, TimeProvider time, ILogger logger) : IDisposable
{
    // Within one process the operating system's locks do not keep two stores apart.
    private static readonly ConcurrentDictionary<string, byte> OpenPaths = new(StringComparer.Ordinal);

    private StoreConnection? _connection;
    private StoreDamage? _damage;
    private object _statistics = default(StoreStatistics);

    public StoreTables Tables => (_connection ?? throw NotOpen()).Tables;

    /// <summary>As of the last commit.</summary>
    public StoreStatistics Statistics => (StoreStatistics)Volatile.Read(ref _statistics);

    /// <summary>What the file had when it was opened.</summary>
    public IReadOnlyList<LaneBacklog> Backlog => Tables.Totals.Backlog;

    /// <summary>What was set aside since the file was opened; the last of it.</summary>
    public StoreDamage? Damage => Volatile.Read(ref _damage);

    /// <summary>Opens the file, making or mending it as needed.</summary>
    /// <exception cref="FallbackStoreException">It is in use, belongs to somebody else, or cannot be written.</exception>
    public void Open()
    {
        if (!OpenPaths.TryAdd(path, 0))
        {
            throw InUse("this process");
        }

        try
        {
            MakeFile();
            Schema.CheckHeader(path);
            Use(Connect());
        }
        catch (Exception exception) when (Trouble.IsDamage(exception))
        {
            Replace(exception);
        }
        catch (Exception exception)
        {
            OpenPaths.TryRemove(path, out _);
            throw Explained(exception);
        }
    }

    public void Begin()
    {
        if (_connection is null)
        {
            MakeFile();
            Use(Connect());
        }

        _connection!.Begin();
    }

    public void Commit()
    {
        _connection!.Commit();
        Publish();
    }

    public void Rollback() => _connection?.Rollback();

    /// <summary>Gives room that is free inside the file back to the disk, as far as the disk allows.</summary>
    public void Shrink() => _connection?.Shrink();

    /// <summary>Sets the file aside and begins a new one with all that can be read of it.</summary>
    public void Replace(Exception cause)
    {
        long? known = _connection?.Tables.Totals.Count;
        _connection?.Abandon();
        _connection = null;
        string aside = MoveAside();
        MakeFile();
        StoreConnection connection = Connect();
        Salvage salvage = new(aside, connection);
        salvage.Run();
        Use(connection);
        long? expected = known ?? salvage.Expected;
        long? lost = expected is null ? null : Math.Max(0, expected.Value - salvage.Saved);
        Volatile.Write(ref _damage, new StoreDamage(aside, lost));
        SqliteLog.SetAside(logger, aside, salvage.Saved, lost?.ToString(CultureInfo.InvariantCulture) ?? "unknown", cause);
    }

    /// <summary>How the library's files are made: for their owner only.</summary>
    public static FileStreamOptions OwnerOnly(FileMode mode)
    {
        FileStreamOptions options = new() { Mode = mode, Access = FileAccess.Write, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    public void Dispose()
    {
        if (_connection is { } connection)
        {
            connection.Dispose();
            _connection = null;
            OpenPaths.TryRemove(path, out _);
        }
    }

    private void Use(StoreConnection connection)
    {
        _connection = connection;
        Publish();
    }

    private void Publish() => Volatile.Write(ref _statistics, Tables.Statistics);

    private StoreConnection Connect()
    {
        StoreConnection connection = new(path, options);
        try
        {
            connection.Open(lanes, bounds, time.GetUtcNow(), logger);
            return connection;
        }
        catch
        {
            connection.Abandon();
            throw;
        }
    }

    private void MakeFile()
    {
        string directory = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(directory))
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(directory);
            }
            else
            {
                Directory.CreateDirectory(
                    directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }

        if (!File.Exists(path))
        {
            new FileStream(path, OwnerOnly(FileMode.CreateNew)).Dispose();
        }
    }

    private string MoveAside()
    {
        string stamp = time.GetUtcNow().ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture);
        string aside = $"{path}.damaged-{stamp}";
        for (int number = 2; File.Exists(aside); number++)
        {
            aside = string.Create(CultureInfo.InvariantCulture, $"{path}.damaged-{stamp}-{number}");
        }

        File.Move(path, aside);
        if (File.Exists(path + "-wal"))
        {
            File.Move(path + "-wal", aside + "-wal");
        }

        return aside;
    }

    private FallbackStoreException InUse(string by) => new(
        $"{path} is in use by {by}. Each process, and each workspace, needs a file of its own: give this one another path, or " +
        "stop the other.");

    private static InvalidOperationException NotOpen() => new("The store is not open.");

    private Exception Explained(Exception exception) => exception switch
    {
        FallbackStoreException => exception,
        not null when Trouble.IsBusy(exception) => InUse("another process"),
        _ => new FallbackStoreException(
            $"{path} cannot be opened for writing: {exception!.Message} Give the process's user the right to write there, or " +
            "choose another path.",
            exception),
    };
}
