using System.Collections.Concurrent;
using System.Globalization;
using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Tables;
using CustomerIo.Resilience.Sqlite.Work;
using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.Sqlite.Files;

/// <summary>The open file: one connection that nobody else may share, its tables, and what to do when it is damaged.</summary>
internal sealed class StoreFile(
    string path, SqliteFallbackOptions options, StoreBounds bounds, TimeProvider time, ILogger logger) : IDisposable
{
    // Within one process the operating system's locks do not keep two stores apart.
    private static readonly ConcurrentDictionary<string, byte> OpenPaths = new(StringComparer.Ordinal);

    private readonly Replacement _replacement = new(path, time);
    private bool _isClaimed;
    private int _lanes;
    private StoreConnection? _connection;
    private StoreDamage? _damage;
    private object _statistics = default(StoreStatistics);

    public StoreTables Tables => (_connection ?? throw NotOpen()).Tables;

    /// <summary>As of the last commit.</summary>
    public StoreStatistics Statistics => (StoreStatistics)Volatile.Read(ref _statistics);

    /// <summary>What the file had when it was opened.</summary>
    public StoreContents Contents => Tables.Contents;

    /// <summary>Whether erased people have left something that can be removed now.</summary>
    public bool HasTraces => _connection?.Tables.Traces.IsDue == true;

    /// <summary>What was set aside or lost since the file was opened; the last of it.</summary>
    public StoreDamage? Damage => Volatile.Read(ref _damage);

    /// <summary>Opens the file, making or mending it as needed.</summary>
    /// <exception cref="FallbackStoreException">It is in use, belongs to somebody else, or cannot be written.</exception>
    public void Open(int lanes)
    {
        if (!OpenPaths.TryAdd(path, 0))
        {
            throw InUse("this process");
        }

        _isClaimed = true;
        _lanes = lanes;
        try
        {
            OpenOrReplace();
        }
        catch (Exception exception)
        {
            Dispose();
            throw Explained(exception);
        }
    }

    public void Begin()
    {
        if (_connection is null)
        {
            MakeDirectory();
            Use(Connect(path));
        }

        _connection!.Begin();
    }

    /// <exception cref="FileLostException">The file is not at its path any more: what was written is nowhere.</exception>
    public void Commit(bool hasWritten)
    {
        _connection!.Commit();
        if (hasWritten && _connection.HasMoved)
        {
            throw new FileLostException();
        }

        Publish();
    }

    /// <summary>Goes on with a new file, or the one that is there, after the old one was deleted or replaced.</summary>
    public void BeginAnew()
    {
        // The log at the path may be the old file's: it must not be taken for the new one's.
        _connection!.Flush();
        _connection.Abandon();
        _connection = null;
        long lost = Statistics.Count;
        Volatile.Write(ref _damage, new StoreDamage(SetAsideAs: null, lost));
        SqliteLog.FileLost(logger, lost);
        MakeDirectory();
        Use(Connect(path));
    }

    /// <summary>Removes what erased people have left behind, as far as that can be done now.</summary>
    public void RemoveTraces() => _connection?.RemoveTraces();

    /// <summary>An error's words without the directory, which is nobody's business who sees them.</summary>
    public string WordsOf(Exception exception) =>
        exception.Message.Replace(Path.GetDirectoryName(path) + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);

    public void Rollback() => _connection?.Rollback();

    /// <summary>Gives room that is free inside the file back to the disk, as far as the disk allows.</summary>
    public void Shrink() => _connection?.Shrink();

    /// <summary>Sets the file aside and goes on with a new one that has all that can be read of it.</summary>
    public void Replace(Exception cause)
    {
        long? known = _connection?.Tables.Totals.Waiting.Count;
        _connection?.Abandon();
        _connection = null;
        Salvage salvage = Save();
        string aside = _replacement.Finish();
        Use(Connect(path));
        long? expected = known ?? salvage.Expected;
        NoteDamage(aside, expected is null ? null : Math.Max(0, expected.Value - salvage.Saved), cause);
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
        _connection?.Dispose();
        _connection = null;
        if (_isClaimed)
        {
            OpenPaths.TryRemove(path, out _);
            _isClaimed = false;
        }
    }

    private void OpenOrReplace()
    {
        try
        {
            MakeDirectory();
            string? aside = _replacement.IsReady ? _replacement.Finish() : null;
            Use(Connect(path));
            if (aside is not null)
            {
                NoteDamage(aside, lost: null, new InvalidDataException("The process ended while it replaced a damaged file."));
            }
        }
        catch (Exception exception) when (Trouble.IsDamage(exception))
        {
            Replace(exception);
        }
    }

    private void Use(StoreConnection connection)
    {
        _connection = connection;
        Publish();
    }

    private void Publish() => Volatile.Write(ref _statistics, Tables.Statistics);

    private StoreConnection Connect(string file)
    {
        if (!File.Exists(file))
        {
            new FileStream(file, OwnerOnly(FileMode.CreateNew)).Dispose();
        }

        Schema.CheckHeader(file);
        StoreConnection connection = new(file, options);
        try
        {
            connection.Open(_lanes, bounds, time.GetUtcNow(), logger);
            return connection;
        }
        catch (Exception exception)
        {
            connection.Abandon();
            throw Trouble.IsWrongTable(exception)
                ? new InvalidDataException("The tables are not what they should be.", exception)
                : exception;
        }
    }

    private Salvage Save()
    {
        _replacement.Discard();
        try
        {
            using StoreConnection target = Connect(_replacement.Unfinished);
            Salvage salvage = new(path, options, target);
            salvage.Run();
            target.Flush();
            return salvage;
        }
        catch
        {
            _replacement.Discard();
            throw;
        }
    }

    private void MakeDirectory()
    {
        string directory = Path.GetDirectoryName(path)!;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else if (!Directory.Exists(directory))
        {
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private void NoteDamage(string aside, long? lost, Exception cause)
    {
        Volatile.Write(ref _damage, new StoreDamage(aside, lost));
        SqliteLog.SetAside(
            logger, aside, Tables.Totals.Waiting.Count, lost?.ToString(CultureInfo.InvariantCulture) ?? "unknown", cause);
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
            $"{path} cannot be opened for writing: {exception!.Message} Give the process's user the right to write there, make " +
            "room on the disk, or choose another path.",
            exception),
    };
}
