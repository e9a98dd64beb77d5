using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Tests.Support;

namespace CustomerIo.Resilience.Sqlite.Tests.Support;

/// <summary>Makes stores on one path, and does with them what a test would otherwise spell out.</summary>
internal sealed class StoreKit(string path)
{
    public const int AllAtOnce = 1_000_000_000;

    public string Path => path;

    public FakeTime Time { get; } = new(Sample.Start);

    public HostLog Log { get; } = new();

    public SqliteFallbackOptions Options { get; } = new() { DiskReserve = 0 };

    public FallbackOptions Bounds { get; } = new();

    public int Lanes { get; set; } = Sample.Lanes;

    /// <summary>What the store told when it was opened last.</summary>
    public StoreContents Contents { get; private set; } = new();

    /// <summary>Called with the id of each line that is logged.</summary>
    public Action<int> OnLog { get; set; } = static _ => { };

    /// <summary>Files that were set aside, without their logs.</summary>
    public string[] SetAside =>
    [
        .. Directory.GetFiles(System.IO.Path.GetDirectoryName(path)!, $"{System.IO.Path.GetFileName(path)}.damaged-*")
            .Where(static name => !name.EndsWith("-wal", StringComparison.Ordinal)),
    ];

    public SqliteFallbackStore Make() => new(path, Options, Bounds, Time, new WatchedLogger(Log.CreateLogger("store"), OnLog));

    public async Task<SqliteFallbackStore> OpenAsync()
    {
        SqliteFallbackStore store = Make();
        try
        {
            Contents = await store.OpenAsync(Lanes, default);
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    public static async Task<IReadOnlyList<Operation>> ReadAsync(SqliteFallbackStore store, int lane, int maxCount = AllAtOnce) =>
        await store.ReadAsync(lane, 0, maxCount, AllAtOnce, default);

    public static async Task<IReadOnlyList<Operation>> ReadParkedAsync(SqliteFallbackStore store, string key, int maxCount = AllAtOnce) =>
        (await store.ReadParkedAsync(key, maxCount, AllAtOnce, default)).Operations;

    public static async Task<ChangeResult> CompleteAsync(SqliteFallbackStore store, params IReadOnlyList<Operation> operations) =>
        await store.ApplyAsync(new StoreChanges { Completed = operations }, default);

    public static async Task<ChangeResult> BuryAsync(SqliteFallbackStore store, params IReadOnlyList<DeadLetter> letters) =>
        await store.ApplyAsync(new StoreChanges { DeadLetters = letters }, default);

    public static async Task<IReadOnlyList<DeadLetter>> ListAsync(SqliteFallbackStore store, DeadLetterQuery? query = null) =>
        await store.ListDeadLettersAsync(query ?? new DeadLetterQuery(), AllAtOnce, default);

    /// <summary>Reads and completes everything, lane by lane, then what is parked, key by key.</summary>
    public async Task<List<Operation>> DrainAsync(SqliteFallbackStore store)
    {
        List<Operation> all = [];
        for (int lane = 0; lane < Lanes; lane++)
        {
            await DrainAsync(store, all, () => ReadAsync(store, lane, maxCount: 50));
        }

        foreach (string key in Sample.AllKeys)
        {
            await DrainAsync(store, all, () => ReadParkedAsync(store, key, maxCount: 50));
        }

        return all;
    }

    private static async Task DrainAsync(SqliteFallbackStore store, List<Operation> all, Func<Task<IReadOnlyList<Operation>>> read)
    {
        while (await read() is { Count: > 0 } page)
        {
            all.AddRange(page);
            await CompleteAsync(store, page);
        }
    }
}
