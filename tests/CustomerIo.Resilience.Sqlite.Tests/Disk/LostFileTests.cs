using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Tests.Support;

namespace CustomerIo.Resilience.Sqlite.Tests.Disk;

public sealed class LostFileTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly StoreKit _kit;

    public LostFileTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not delete a file that is open.");
        _kit = new StoreKit(Path.Combine(_folder.Root, "inner", "store.db"));
    }

    public static TheoryData<string> Ways => ["file", "all", "directory", "moved"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_deleted_file_is_noticed_before_an_append_is_acknowledged_and_a_new_one_begun(string way)
    {
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        await store.AppendAsync([Sample.Operation(1), Sample.Parked(2)], default);
        Delete(way);

        FallbackStoreException lost = await Should.ThrowAsync<FallbackStoreException>(
            async () => await store.AppendAsync([Sample.Operation(3)], default));

        lost.Message.ShouldContain("deleted or replaced while it was in use");
        StoreStatistics statistics = store.GetStatistics();
        statistics.Failure.ShouldNotBeNull().ShouldNotContain(_folder.Root);
        statistics.Damage.ShouldNotBeNull().Lost.ShouldBe(2);
        (await store.AppendAsync([Sample.Operation(3)], default)).Taken.ShouldBe(1);
        store.GetStatistics().Failure.ShouldBeNull();
        HostLine(1204).ShouldStartWith(
            "The fallback store's file was deleted or replaced while it was in use. 2 operation(s) that waited in it are lost; ");
        HostLines(1200).ShouldBe(0);

        await store.DisposeAsync();
        await using SqliteFallbackStore next = await _kit.OpenAsync();
        (await _kit.DrainAsync(next)).Select(static one => one.Position).ShouldBe([3]);
        _kit.SetAside.ShouldBeEmpty();
    }

    [Fact]
    public async Task All_that_was_asked_for_together_with_the_append_has_failed_and_can_be_repeated()
    {
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        Delete("file");

        Task<AppendResult>[] calls =
            [.. Enumerable.Range(1, 50).Select(async position => await store.AppendAsync([Sample.Operation(position)], default))];
        await Task.WhenAll(calls.Select(static call => call.ContinueWith(static _ => { }, TaskScheduler.Default)));

        int failed = calls.Count(static call => call.IsFaulted);
        failed.ShouldBeGreaterThan(0);
        foreach (Operation operation in Enumerable.Range(1, 50).Select(static position => Sample.Operation(position)))
        {
            (await store.AppendAsync([operation], default)).Taken.ShouldBe(1);
        }

        (await _kit.DrainAsync(store)).Count.ShouldBe(50);
        store.GetStatistics().Damage.ShouldNotBeNull().Lost.ShouldBe(0);
        HostLines(1204).ShouldBe(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_that_was_put_in_its_place_is_used_with_what_is_in_it(bool hasLog)
    {
        StoreKit other = new(_folder.NewFile());
        await using (SqliteFallbackStore filled = await other.OpenAsync())
        {
            await filled.AppendAsync([Sample.Operation(7), Sample.Parked(8)], default);
            if (hasLog)
            {
                File.Copy(other.Path, _folder.Root + "/copy.db");
                File.Copy(other.Path + "-wal", _folder.Root + "/copy.db-wal");
            }
        }

        await using SqliteFallbackStore store = await _kit.OpenAsync();
        await store.AppendAsync([Sample.Operation(1)], default);
        File.Move(hasLog ? _folder.Root + "/copy.db" : other.Path, _kit.Path, overwrite: true);
        if (hasLog)
        {
            File.Move(_folder.Root + "/copy.db-wal", _kit.Path + "-wal", overwrite: true);
        }

        await Should.ThrowAsync<FallbackStoreException>(async () => await store.AppendAsync([Sample.Operation(9)], default));
        (await store.AppendAsync([Sample.Operation(9)], default)).Taken.ShouldBe(1);

        (await _kit.DrainAsync(store)).Select(static one => one.Position).ShouldBe([7, 9, 8]);
        store.GetStatistics().Damage.ShouldNotBeNull().Lost.ShouldBe(1);
        _kit.SetAside.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_cannot_be_used_in_its_place_fails_without_a_path_until_it_can()
    {
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        File.Delete(_kit.Path);
        Directory.CreateDirectory(_kit.Path);

        await Should.ThrowAsync<Exception>(async () => await store.AppendAsync([Sample.Operation(1)], default));
        await Should.ThrowAsync<Exception>(async () => await store.AppendAsync([Sample.Operation(1)], default));
        store.GetStatistics().Failure.ShouldNotBeNull().ShouldNotContain(_folder.Root);
        Directory.Delete(_kit.Path);

        (await store.AppendAsync([Sample.Operation(1)], default)).Taken.ShouldBe(1);
        HostLines(1204).ShouldBe(1);
    }

    private void Delete(string way)
    {
        string directory = Path.GetDirectoryName(_kit.Path)!;
        switch (way)
        {
            case "directory":
                Directory.Delete(directory, recursive: true);
                break;
            case "moved":
                File.Move(_kit.Path, _folder.NewFile());
                break;
            default:
                Array.ForEach(Directory.GetFiles(directory, way == "all" ? "*" : "store.db"), File.Delete);
                break;
        }
    }

    private string HostLine(int id) => _kit.Log.Lines.Single(line => line.Id == id).Text;

    private int HostLines(int id) => _kit.Log.Lines.Count(line => line.Id == id);
}
