using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Tests.Support;

namespace CustomerIo.Resilience.Sqlite.Tests.Disk;

public sealed class FlushTests(ITestOutputHelper output) : IDisposable
{
    private const int Appends = 200;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_append_of_a_single_caller_is_flushed_before_it_is_acknowledged()
    {
        (StoreKit kit, WatchedFiles files) = Make(SqliteSynchronous.Full);
        using (files)
        {
            await using SqliteFallbackStore store = await kit.OpenAsync();
            int before = files.LogSyncs;
            for (int position = 1; position <= Appends; position++)
            {
                await store.AppendAsync([Sample.Operation(position)], default);

                (files.LogSyncs - before).ShouldBeGreaterThanOrEqualTo(position);
            }

            output.WriteLine($"{Appends} appends by one caller: {files.LogSyncs - before} flushes of the log.");
        }
    }

    [Fact]
    public async Task Concurrent_callers_share_flushes_but_none_goes_without()
    {
        const int Callers = 64;
        (StoreKit kit, WatchedFiles files) = Make(SqliteSynchronous.Full);
        using (files)
        {
            await using SqliteFallbackStore store = await kit.OpenAsync();
            int before = files.LogSyncs;
            int without = 0;
            await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
            {
                for (int number = 0; number < 50; number++)
                {
                    int flushed = files.LogSyncs;
                    await store.AppendAsync([Sample.Operation((number * Callers) + caller + 1, caller % 4)], default);
                    Interlocked.Add(ref without, files.LogSyncs > flushed ? 0 : 1);
                }
            })));

            int flushes = files.LogSyncs - before;
            output.WriteLine($"{Callers * 50} appends by {Callers} callers: {flushes} flushes of the log.");
            without.ShouldBe(0);
            flushes.ShouldBeLessThan(Callers * 50 / 2);
        }
    }

    [Fact]
    public async Task With_normal_no_append_waits_for_a_flush()
    {
        (StoreKit kit, WatchedFiles files) = Make(SqliteSynchronous.Normal);
        using (files)
        {
            await using SqliteFallbackStore store = await kit.OpenAsync();
            int before = files.LogSyncs + files.DatabaseSyncs;
            for (int position = 1; position <= Appends; position++)
            {
                await store.AppendAsync([Sample.Operation(position)], default);
            }

            int flushes = files.LogSyncs + files.DatabaseSyncs - before;
            output.WriteLine($"{Appends} appends with Normal: {flushes} flushes.");
            flushes.ShouldBeLessThanOrEqualTo(1);
        }
    }

    [Fact]
    public async Task What_cannot_be_flushed_is_not_acknowledged()
    {
        (StoreKit kit, WatchedFiles files) = Make(SqliteSynchronous.Full);
        using (files)
        {
            await using SqliteFallbackStore store = await kit.OpenAsync();
            files.Fail(WatchedFiles.SyncError, FileCalls.Sync);

            AppendResult result = await store.AppendAsync([Sample.Operation(1)], default);

            result.Taken.ShouldBe(0);
            files.Failures.ShouldBeGreaterThan(0);
            (await StoreKit.ReadAsync(store, 0)).ShouldBeEmpty();
            files.Mend();
        }
    }

    private (StoreKit Kit, WatchedFiles Files) Make(SqliteSynchronous synchronous)
    {
        StoreKit kit = new(_folder.NewFile());
        kit.Options.Synchronous = synchronous;
        kit.Options.Vfs = WatchedVfs.Name;
        return (kit, new WatchedFiles(kit.Path));
    }
}
