using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Files;
using CustomerIo.Resilience.Sqlite.Tables;
using CustomerIo.Resilience.Sqlite.Work;
using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.Sqlite;

/// <summary>Keeps operations in a SQLite file; everything happens on the store's own thread.</summary>
internal sealed class SqliteFallbackStore : IFallbackStore, IDisposable
{
    private static readonly AppendResult NothingTaken = new(0, 0, []);

    private readonly StoreFile _file;
    private readonly DiskSpace _space;
    private readonly GroupCommit _commits;
    private readonly TimeProvider _time;
    private StoreThread? _thread;

    public SqliteFallbackStore(
        string path,
        SqliteFallbackOptions options,
        FallbackOptions fallback,
        int lanes,
        TimeProvider time,
        ILogger logger)
    {
        _time = time;
        _file = new StoreFile(path, options, new StoreBounds(fallback, time), lanes, time, logger);
        _space = new DiskSpace(path, options.DiskReserve, time, logger, look: Probe);
        _commits = new GroupCommit(_file, _space);
    }

    public bool IsDurable => true;

    // Opening waits for a lock and for the disk; SQLite has no other way than to block a thread.
    public async ValueTask<IReadOnlyList<LaneBacklog>> OpenAsync(CancellationToken cancellationToken) =>
        await Task.Run(Open, cancellationToken).ConfigureAwait(false);

    public ValueTask<AppendResult> AppendAsync(IReadOnlyList<Operation> operations, CancellationToken cancellationToken) =>
        DoAsync(WorkKind.Adds, tables => tables.Append(operations), NothingTaken);

    public ValueTask<IReadOnlyList<Operation>> ReadAsync(
        int lane, int maxCount, int maxBytes, CancellationToken cancellationToken) =>
        DoAsync(WorkKind.Reads, tables => tables.Read(lane, maxCount, maxBytes));

    public ValueTask<CompleteResult> CompleteAsync(
        int lane,
        IReadOnlyList<Operation> operations,
        IReadOnlyList<DeadLetter> deadLetters,
        CancellationToken cancellationToken) =>
        DoAsync(WorkKind.Removes, tables => tables.Complete(lane, operations, deadLetters));

    public ValueTask<int> EraseAsync(int lane, IReadOnlyList<Erasure> erasures, CancellationToken cancellationToken) =>
        DoAsync(WorkKind.Removes, tables => tables.Erase(lane, erasures));

    public ValueTask<IReadOnlyList<DeadLetter>> ListDeadLettersAsync(
        Ulid? after, int maxCount, CancellationToken cancellationToken) =>
        DoAsync(WorkKind.Reads, tables => tables.ListDeadLetters(after, maxCount));

    public ValueTask<DeadLetter?> TakeDeadLetterAsync(Ulid id, CancellationToken cancellationToken) =>
        DoAsync(WorkKind.Removes, tables => tables.TakeDeadLetter(id));

    public StoreStatistics GetStatistics() => _file.Statistics with
    {
        Failure = _space.Failure ?? _commits.Failure,
        Damage = _file.Damage,
    };

    public void Dispose()
    {
        _thread?.Dispose();
        _space.Dispose();
        _file.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private IReadOnlyList<LaneBacklog> Open()
    {
        _file.Open();
        _space.Prepare();
        IReadOnlyList<LaneBacklog> backlog = _file.Backlog;
        _thread = new StoreThread("CustomerIo SQLite", _commits.Execute);
        return backlog;
    }

    // Without it a disk that has room again would stay full for as long as nothing is appended.
    private void Probe() => _thread?.TryAdd(new StoreWork<bool>(WorkKind.Adds, tables => tables.Touch(_time.GetUtcNow())));

    private ValueTask<T> DoAsync<T>(WorkKind kind, Func<StoreTables, T> action, T? refusal = default)
    {
        StoreThread thread = _thread ?? throw new InvalidOperationException("The store is used before it was opened.");
        StoreWork<T> work = new(kind, action, refusal);
        ObjectDisposedException.ThrowIf(!thread.TryAdd(work), this);
        return new(work.Done);
    }
}
