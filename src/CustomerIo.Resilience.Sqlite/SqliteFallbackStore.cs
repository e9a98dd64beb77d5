using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Files;
using CustomerIo.Resilience.Sqlite.Tables;
using CustomerIo.Resilience.Sqlite.Work;
using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.Sqlite;

/// <summary>Keeps operations in a SQLite file; everything happens on the store's own thread.</summary>
internal sealed class SqliteFallbackStore : IFallbackStore, IDisposable
{
#pragma warning disable CA2213 // The thread that uses it disposes of it.
    private readonly StoreFile _file;
#pragma warning restore CA2213
    private readonly DiskSpace _space;
    private readonly GroupCommit _commits;
    private readonly TraceRemoval _traces;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly TimeSpan _endTimeout;
    private StoreThread? _thread;

    public SqliteFallbackStore(
        string path, SqliteFallbackOptions options, FallbackOptions fallback, TimeProvider time, ILogger logger)
    {
        _time = time;
        _logger = logger;
        _endTimeout = options.EndTimeout;
        _file = new StoreFile(path, options, new StoreBounds(fallback, time), time, logger);
        _space = new DiskSpace(path, options.DiskReserve, time, logger, look: Probe);
        _commits = new GroupCommit(_file, _space, time);
        _traces = new TraceRemoval(_file, _space, time, wake: Wake);
    }

    public bool IsDurable => true;

    // Opening waits for a lock and for the disk; SQLite has no other way than to block a thread.
    public async ValueTask<StoreContents> OpenAsync(int lanes, CancellationToken cancellationToken) =>
        await Task.Run(() => Open(lanes), cancellationToken).ConfigureAwait(false);

    public ValueTask<AppendResult> AppendAsync(IReadOnlyList<Operation> operations, CancellationToken cancellationToken)
    {
        AppendWork work = new(operations);
        Add(work);
        return new(work.Done);
    }

    public ValueTask<IReadOnlyList<Operation>> ReadAsync(
        int lane, long after, int maxCount, int maxBytes, CancellationToken cancellationToken) =>
        DoAsync(WorkKind.Reads, tables => tables.Read(lane, after, maxCount, maxBytes));

    public ValueTask<ParkedBatch> ReadParkedAsync(
        string key, int maxCount, int maxBytes, CancellationToken cancellationToken) =>
        DoAsync(WorkKind.Reads, tables => tables.ReadParked(key, maxCount, maxBytes));

    public ValueTask<ChangeResult> ApplyAsync(StoreChanges changes, CancellationToken cancellationToken) =>
        DoAsync(WorkKind.Removes, tables => tables.Apply(changes));

    public ValueTask<IReadOnlyList<DeadLetter>> ListDeadLettersAsync(
        DeadLetterQuery query, int maxCount, CancellationToken cancellationToken) =>
        DoAsync(WorkKind.Reads, tables => tables.ListDeadLetters(query, maxCount));

    public ValueTask<IReadOnlyList<DeadLetterGroup>> GroupDeadLettersAsync(
        DeadLetterQuery query, CancellationToken cancellationToken) =>
        DoAsync(WorkKind.Reads, tables => tables.GroupDeadLetters(query));

    public ValueTask<IReadOnlyList<Operation>> ReplayAsync(
        IReadOnlyList<Operation> operations, CancellationToken cancellationToken) =>
        DoAsync(WorkKind.Removes, tables => tables.Replay(operations));

    public ValueTask<int> RemoveDeadLettersAsync(IReadOnlyList<Ulid> ids, CancellationToken cancellationToken) =>
        DoAsync(WorkKind.Removes, tables => tables.RemoveDeadLetters(ids));

    public StoreStatistics GetStatistics() => _file.Statistics with
    {
        Failure = _space.Failure ?? _commits.Failure,
        Damage = _file.Damage,
    };

    public void Dispose()
    {
        if (_thread?.End(_endTimeout) == false)
        {
            SqliteLog.EndedWithoutDisk(_logger, _endTimeout.TotalSeconds);
        }

        _traces.Dispose();
        _space.Dispose();
    }

    public async ValueTask DisposeAsync() => await Task.Run(Dispose).ConfigureAwait(false);

    private StoreContents Open(int lanes)
    {
        _file.Open(lanes);
        _space.Prepare();
        StoreContents contents = _file.Contents;
        _thread = new StoreThread("CustomerIo SQLite", Execute, End);
        return contents;
    }

    private void Execute(IReadOnlyList<IStoreWork> group)
    {
        _commits.Execute(group);
        _traces.Look();
    }

    // The file is closed by the thread that uses it: SQLite must not be called by two at once.
    private void End()
    {
        _traces.End();
        _file.Dispose();
    }

    // Without it a disk that has room again would stay full for as long as nothing is appended.
    private void Probe() => _thread?.TryAdd(new StoreWork<bool>(WorkKind.Adds, tables => tables.Touch(_time.GetUtcNow())));

    private void Wake() => _thread?.TryAdd(new StoreWork<bool>(WorkKind.Reads, static _ => true));

    private ValueTask<T> DoAsync<T>(WorkKind kind, Func<StoreTables, T> action)
    {
        StoreWork<T> work = new(kind, action);
        Add(work);
        return new(work.Done);
    }

    private void Add(IStoreWork work)
    {
        StoreThread thread = _thread ?? throw new InvalidOperationException("The store is used before it was opened.");
        ObjectDisposedException.ThrowIf(!thread.TryAdd(work), this);
    }
}
