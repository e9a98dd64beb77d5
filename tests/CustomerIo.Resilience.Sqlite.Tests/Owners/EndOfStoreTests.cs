using CustomerIo.Resilience.Sqlite.Tests.Support;

namespace CustomerIo.Resilience.Sqlite.Tests.Owners;

public sealed class EndOfStoreTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly StoreKit _kit;

    public EndOfStoreTests() => _kit = new StoreKit(_folder.NewFile());

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_asked_for_before_the_end_is_done_and_nothing_after_it()
    {
        SqliteFallbackStore store = await _kit.OpenAsync();
        Task<int>[] appends =
        [
            .. Enumerable.Range(1, 500).Select(async number =>
                (await store.AppendAsync([Sample.Operation(number, number % 4)], default)).Taken),
        ];

        await store.DisposeAsync();

        (await Task.WhenAll(appends)).Sum().ShouldBe(500);
        await Should.ThrowAsync<ObjectDisposedException>(async () => await store.AppendAsync([Sample.Operation(501)], default));
        await Should.ThrowAsync<ObjectDisposedException>(async () => await store.ReadAsync(0, 0, 1, 1, default));
        store.GetStatistics().Count.ShouldBe(500);
        await store.DisposeAsync();
        await using SqliteFallbackStore next = await _kit.OpenAsync();
        next.GetStatistics().Count.ShouldBe(500);
    }

    [Fact]
    public async Task A_store_that_was_never_opened_can_be_asked_and_ended()
    {
        SqliteFallbackStore store = _kit.Make();

        await Should.ThrowAsync<InvalidOperationException>(async () => await store.AppendAsync([], default));
        store.GetStatistics().Count.ShouldBe(0);
        await store.DisposeAsync();

        File.Exists(_kit.Path).ShouldBeFalse();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_end_leaves_the_file_free_for_another_process(bool isAsync)
    {
        SqliteFallbackStore store = await _kit.OpenAsync();
        await store.AppendAsync([Sample.Operation(1)], default);
        if (isAsync)
        {
            await store.DisposeAsync();
        }
        else
        {
            store.Dispose();
        }

        using OtherProcess other = await OtherProcess.StartAsync(_kit.Path, "PRAGMA locking_mode = EXCLUSIVE", "BEGIN EXCLUSIVE");

        other.Said.ShouldBe("ready");
    }

    [Fact]
    public async Task A_full_disk_is_not_looked_at_after_the_end()
    {
        _kit.Options.Vfs = WatchedVfs.Name;
        using WatchedFiles files = new(_kit.Path);
        SqliteFallbackStore store = await _kit.OpenAsync();
        files.Fail(WatchedFiles.Full);
        await store.AppendAsync([Sample.Operation(1)], default);
        _kit.Time.ArmedTimers.ShouldBe(1);

        await store.DisposeAsync();

        _kit.Time.ArmedTimers.ShouldBe(0);
        files.Mend();
    }
}
