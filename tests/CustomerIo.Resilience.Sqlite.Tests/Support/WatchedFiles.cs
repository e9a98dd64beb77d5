using System.Collections.Concurrent;

namespace CustomerIo.Resilience.Sqlite.Tests.Support;

/// <summary>
/// A store's file and its log, seen from SQLite's side: counts flushes, and fails like a disk that is full or broken. Give the
/// store <see cref="WatchedVfs.Name"/> as its way to the disk.
/// </summary>
internal sealed class WatchedFiles : IDisposable
{
    public const int Full = 13;
    public const int WriteError = 10 | (3 << 8);
    public const int SyncError = 10 | (4 << 8);

    private static readonly ConcurrentDictionary<string, WatchedFiles> All = new(StringComparer.Ordinal);

    private readonly string _path;
    private readonly Lock _gate = new();
    private readonly ManualResetEventSlim _held = new();
    private int _databaseSyncs;
    private int _logSyncs;
    private int _code;
    private FileCalls _failing;
    private long _bytesLeft;
    private int _failures;

    public WatchedFiles(string path)
    {
        WatchedVfs.Register();
        _path = path;
        All[path] = this;
    }

    public int DatabaseSyncs => Volatile.Read(ref _databaseSyncs);

    public int LogSyncs => Volatile.Read(ref _logSyncs);

    /// <summary>How many calls were made to fail.</summary>
    public int Failures => Volatile.Read(ref _failures);

    /// <summary>Holds every write until it is set; null lets them pass.</summary>
    public ManualResetEventSlim? Gate { get; set; }

    /// <summary>Bytes that file, log and reserve may have together; null is as many as they want.</summary>
    public long? Capacity { get; set; }

    public static WatchedFiles? Of(string name) => All.Values.FirstOrDefault(files =>
        string.Equals(name, files._path, StringComparison.Ordinal)
        || string.Equals(name, files._path + "-wal", StringComparison.Ordinal));

    /// <summary>From now on, or once so many bytes are written, the calls end with an error.</summary>
    public void Fail(int code, FileCalls calls = FileCalls.Write, long afterBytes = 0)
    {
        lock (_gate)
        {
            (_code, _failing, _bytesLeft) = (code, calls, afterBytes);
        }
    }

    public void Mend()
    {
        Fail(0, FileCalls.None);
        Capacity = null;
    }

    public void Dispose()
    {
        All.TryRemove(_path, out _);
        _held.Dispose();
    }

    /// <summary>Waits until a write is held by the gate.</summary>
    public void WaitUntilHeld() => _held.Wait();

    /// <summary>0, or the error that a call is to end with.</summary>
    public int Before(FileCalls call, bool isLog, int bytes, long growth)
    {
        if (call is FileCalls.Write && Gate is { } gate)
        {
            _held.Set();
            gate.Wait();
        }

        lock (_gate)
        {
            if (call is FileCalls.Sync)
            {
                (isLog ? ref _logSyncs : ref _databaseSyncs)++;
            }

            if (call is FileCalls.Write && growth > 0 && Used() + growth > Capacity)
            {
                _failures++;
                return Full;
            }

            _bytesLeft -= _failing.HasFlag(FileCalls.Write) ? bytes : 0;
            if (!_failing.HasFlag(call) || _bytesLeft > 0)
            {
                return 0;
            }

            _failures++;
            return _code;
        }
    }

    private long Used() => SizeOf(_path) + SizeOf(_path + "-wal") + SizeOf(_path + "-reserve");

    private static long SizeOf(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;
}
