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

    public int Lanes { get; set; } = 4;

    /// <summary>Called with the id of each line that is logged.</summary>
    public Action<int> OnLog { get; set; } = static _ => { };

    /// <summary>Files that were set aside, without their logs.</summary>
    public string[] SetAside =>
    [
        .. Directory.GetFiles(System.IO.Path.GetDirectoryName(path)!, $"{System.IO.Path.GetFileName(path)}.damaged-*")
            .Where(static name => !name.EndsWith("-wal", StringComparison.Ordinal)),
    ];

    public SqliteFallbackStore Make() => new(path, Options, Bounds, Lanes, Time, new WatchedLogger(Log.CreateLogger("store"), OnLog));

    public async Task<SqliteFallbackStore> OpenAsync()
    {
        SqliteFallbackStore store = Make();
        try
        {
            await store.OpenAsync(default);
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    public static async Task<IReadOnlyList<Operation>> ReadAsync(SqliteFallbackStore store, int lane, int maxCount = AllAtOnce) =>
        await store.ReadAsync(lane, maxCount, AllAtOnce, default);

    /// <summary>Reads and completes everything, lane by lane, as the drainer does.</summary>
    public async Task<List<Operation>> DrainAsync(SqliteFallbackStore store)
    {
        List<Operation> all = [];
        for (int lane = 0; lane < Lanes; lane++)
        {
            while (await ReadAsync(store, lane, maxCount: 50) is { Count: > 0 } page)
            {
                all.AddRange(page);
                await store.CompleteAsync(lane, page, [], default);
            }
        }

        return all;
    }
}
