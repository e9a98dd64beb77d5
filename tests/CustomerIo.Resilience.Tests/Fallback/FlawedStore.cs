using System.Collections.Concurrent;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Tests.Fallback;

/// <summary>A store that keeps the contract but for one flaw. It says that it is durable: a disk holds what it has.</summary>
internal sealed class FlawedStore(FlawedStore.Disk disk, Flaw flaw, FallbackOptions options) : IFallbackStore
{
    private int _reads;

    public bool IsDurable => true;

    public InMemoryFallbackStore Inner => disk.Store;

    public FallbackOptions Options => options;

    /// <summary>What the flaw remembers.</summary>
    public Disk Memory => disk;

    public bool IsFull => Inner.GetStatistics().Count >= options.MaxCount;

    public async ValueTask<StoreContents> OpenAsync(int lanes, CancellationToken cancellationToken)
    {
        disk.Opened++;
        disk.Lanes = lanes;
        return flaw.Open is null ? await Inner.OpenAsync(lanes, cancellationToken) : await flaw.Open(this, lanes);
    }

    public async ValueTask<AppendResult> AppendAsync(IReadOnlyList<Operation> operations, CancellationToken cancellationToken)
    {
        foreach (Operation operation in operations)
        {
            disk.Keys.TryAdd(operation.Key, 0);
        }

        return flaw.Append is null
            ? await Inner.AppendAsync(operations, cancellationToken)
            : await flaw.Append(this, operations, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<Operation>> ReadAsync(
        int lane, long after, int maxCount, int maxBytes, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        return flaw.Read is null
            ? await Inner.ReadAsync(lane, after, maxCount, maxBytes, cancellationToken)
            : await flaw.Read(this, lane, maxCount, maxBytes);
    }

    public async ValueTask<ParkedBatch> ReadParkedAsync(
        string key, int maxCount, int maxBytes, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        return flaw.ReadParked is null
            ? await Inner.ReadParkedAsync(key, maxCount, maxBytes, cancellationToken)
            : await flaw.ReadParked(this, key, maxCount, maxBytes);
    }

    public async ValueTask<ChangeResult> ApplyAsync(StoreChanges changes, CancellationToken cancellationToken) =>
        flaw.Apply is null ? await Inner.ApplyAsync(changes, cancellationToken) : await flaw.Apply(this, changes, cancellationToken);

    public async ValueTask<IReadOnlyList<DeadLetter>> ListDeadLettersAsync(
        DeadLetterQuery query, int maxCount, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        return flaw.List is null
            ? await Inner.ListDeadLettersAsync(query, maxCount, cancellationToken)
            : await flaw.List(this, query, maxCount);
    }

    public async ValueTask<IReadOnlyList<DeadLetterGroup>> GroupDeadLettersAsync(
        DeadLetterQuery query, CancellationToken cancellationToken) =>
        flaw.Group is null ? await Inner.GroupDeadLettersAsync(query, cancellationToken) : await flaw.Group(this, query);

    public async ValueTask<IReadOnlyList<Operation>> ReplayAsync(
        IReadOnlyList<Operation> operations, CancellationToken cancellationToken) =>
        flaw.Replay is null ? await Inner.ReplayAsync(operations, cancellationToken) : await flaw.Replay(this, operations);

    public async ValueTask<int> RemoveDeadLettersAsync(IReadOnlyList<Ulid> ids, CancellationToken cancellationToken) =>
        flaw.Remove is null ? await Inner.RemoveDeadLettersAsync(ids, cancellationToken) : await flaw.Remove(this, ids);

    public StoreStatistics GetStatistics()
    {
        StoreStatistics statistics = Inner.GetStatistics();
        return flaw.Statistics is null ? statistics : flaw.Statistics(this, statistics);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public async Task<AppendResult> AddAsync(params IEnumerable<Operation> operations) =>
        await Inner.AppendAsync([.. operations], CancellationToken.None);

    public async Task<ChangeResult> ChangeAsync(StoreChanges changes) =>
        await Inner.ApplyAsync(changes, CancellationToken.None);

    public Task<ChangeResult> DropAsync(params IEnumerable<Operation> operations) =>
        ChangeAsync(new StoreChanges { Completed = [.. operations] });

    /// <summary>Past all bounds.</summary>
    public async Task ForceAsync(params IEnumerable<Operation> operations)
    {
        Operation[] all = [.. operations];
        await ChangeAsync(new StoreChanges { DeadLetters = [.. all.Select(one => LetterOf(one.WithoutPlace(one.Payload)))] });
        await Inner.ReplayAsync(all, CancellationToken.None);
    }

    public async Task<IReadOnlyList<Operation>> LaneAsync(int lane) =>
        await Inner.ReadAsync(lane, 0, int.MaxValue, int.MaxValue, CancellationToken.None);

    public Task<IReadOnlyList<Operation>> LaneOfAsync(Operation operation) => LaneAsync(operation.LaneOf(disk.Lanes));

    public async Task<IReadOnlyList<Operation>> ParkedAsync(string key) =>
        (await Inner.ReadParkedAsync(key, int.MaxValue, int.MaxValue, CancellationToken.None)).Operations;

    public async Task<IReadOnlyList<Operation>> AllParkedAsync()
    {
        List<Operation> all = [];
        foreach (string key in disk.Keys.Keys)
        {
            all.AddRange(await ParkedAsync(key));
        }

        return [.. all.DistinctBy(static one => one.Position).OrderBy(static one => one.Position)];
    }

    public async Task<IReadOnlyList<DeadLetter>> LettersAsync(DeadLetterQuery? query = null) =>
        await Inner.ListDeadLettersAsync(query ?? new DeadLetterQuery(), int.MaxValue, CancellationToken.None);

    /// <summary>What the store has of an operation's key at its position.</summary>
    public async Task<Operation?> AtAsync(Operation operation) =>
        (await LaneOfAsync(operation)).Concat(await ParkedAsync(operation.Key))
            .FirstOrDefault(one => one.Position == operation.Position);

    /// <summary>Until somebody who reads all the time has seen what is half done.</summary>
    public async Task LetOthersReadAsync()
    {
        int seen = Volatile.Read(ref _reads) + 6;
        for (int wait = 0; wait < 20 && Volatile.Read(ref _reads) < seen; wait++)
        {
            await Task.Delay(1);
        }
    }

    private static DeadLetter LetterOf(Operation operation) => new()
    {
        Operation = operation,
        Reason = RejectionReason.RefusedByServer,
        RejectedAt = DateTimeOffset.MaxValue,
    };

    /// <summary>What is there after the store has been closed.</summary>
    internal sealed class Disk(InMemoryFallbackStore store)
    {
        public InMemoryFallbackStore Store => store;

        public int Opened { get; set; }

        public int Lanes { get; set; } = 1;

        public ConcurrentDictionary<string, byte> Keys { get; } = new(StringComparer.Ordinal);

        public ConcurrentDictionary<string, byte> Marked { get; } = new(StringComparer.Ordinal);

        public List<Operation> Operations { get; } = [];

        public List<DeadLetter> Letters { get; } = [];

        public int Total { get; set; }
    }
}
