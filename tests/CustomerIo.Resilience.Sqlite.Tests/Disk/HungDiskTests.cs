using System.Diagnostics;
using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Tests.Support;

namespace CustomerIo.Resilience.Sqlite.Tests.Disk;

public sealed class HungDiskTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly StoreKit _kit;
    private readonly WatchedFiles _files;

    public HungDiskTests()
    {
        _kit = new StoreKit(_folder.NewFile());
        _kit.Options.Vfs = WatchedVfs.Name;
        _kit.Options.EndTimeout = TimeSpan.FromMilliseconds(50);
        _files = new WatchedFiles(_kit.Path);
    }

    public void Dispose()
    {
        _files.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_disk_that_does_not_answer_does_not_hold_up_the_end_and_is_told(bool isAsync)
    {
        SqliteFallbackStore store = await _kit.OpenAsync();
        using ManualResetEventSlim gate = new();
        _files.Gate = gate;
        Task<AppendResult> busy = store.AppendAsync([Sample.Operation(1)], default).AsTask();
        _files.WaitUntilHeld();
        Task<AppendResult> waiting = store.AppendAsync([Sample.Operation(2)], default).AsTask();

        Task ended = isAsync ? store.DisposeAsync().AsTask() : Task.Run(store.Dispose);
        await ended.WaitAsync(TimeSpan.FromSeconds(60));

        await Should.ThrowAsync<IOException>(busy);
        await Should.ThrowAsync<IOException>(waiting);
        await Should.ThrowAsync<ObjectDisposedException>(async () => await store.AppendAsync([Sample.Operation(3)], default));
        _kit.Log.Lines.Single(static line => line.Id == 1205).Text.ShouldContain("did not answer within 0.05 s");

        // When it answers after all, the file is closed by the thread that has it.
        gate.Set();
        _files.Gate = null;
        await using SqliteFallbackStore next = await OpenWhenFreeAsync();
        (await _kit.DrainAsync(next)).Select(static one => one.Position).ShouldBe([1]);
    }

    private async Task<SqliteFallbackStore> OpenWhenFreeAsync()
    {
        long started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return await _kit.OpenAsync();
            }
            catch (CustomerIo.Resilience.Fallback.FallbackStoreException) when (Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(60))
            {
                await Task.Yield();
            }
        }
    }
}
