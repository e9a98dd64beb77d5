using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Tests.Support;

namespace CustomerIo.Resilience.Sqlite.Tests.Disk;

public sealed class UnusablePathTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task A_directory_in_the_files_place_is_refused()
    {
        StoreKit kit = new(_folder.NewFile());
        Directory.CreateDirectory(kit.Path);
        return ShouldBeRefusedAsync(kit);
    }

    [Fact]
    public async Task A_path_below_a_regular_file_is_refused()
    {
        string file = _folder.NewFile();
        await File.WriteAllTextAsync(file, "not a directory");
        await ShouldBeRefusedAsync(new StoreKit(Path.Combine(file, "store.db")));
        await ShouldBeRefusedAsync(new StoreKit(Path.Combine(file, "deeper", "store.db")));
    }

    [Fact]
    public async Task A_directory_without_the_right_to_write_is_refused()
    {
        using SmallDisk disk = SmallDisk.Mount(megabytes: 2);
        disk.MakeReadOnly();
        await ShouldBeRefusedAsync(new StoreKit(Path.Combine(disk.Root, "store.db")));
        await ShouldBeRefusedAsync(new StoreKit(Path.Combine(disk.Root, "deeper", "store.db")));
    }

    [Fact]
    public async Task A_file_on_a_disk_that_became_read_only_is_refused()
    {
        using SmallDisk disk = SmallDisk.Mount(megabytes: 2);
        StoreKit kit = new(Path.Combine(disk.Root, "store.db"));
        await (await kit.OpenAsync()).DisposeAsync();
        disk.MakeReadOnly();

        await ShouldBeRefusedAsync(kit);
    }

    [Theory]
    [InlineData(WatchedFiles.WriteError)]
    [InlineData(WatchedFiles.Full)]
    public async Task A_disk_that_fails_the_first_write_is_refused_and_taken_once_it_works(int code)
    {
        StoreKit kit = new(_folder.NewFile());
        kit.Options.Vfs = WatchedVfs.Name;
        using WatchedFiles files = new(kit.Path);
        files.Fail(code);
        await ShouldBeRefusedAsync(kit);
        files.Mend();

        await using SqliteFallbackStore store = await kit.OpenAsync();
        (await store.AppendAsync([Sample.Operation(1)], default)).Taken.ShouldBe(1);
    }

    [Fact]
    public async Task A_missing_directory_is_made_and_everything_is_for_its_owner_only()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        StoreKit kit = new(Path.Combine(_folder.Root, "outer", "inner", "store.db"));
        kit.Options.DiskReserve = 100_000;
        await using SqliteFallbackStore store = await kit.OpenAsync();
        await store.AppendAsync([Sample.Operation(1)], default);

        new DirectoryInfo(Path.GetDirectoryName(kit.Path)!).UnixFileMode.ShouldBe(OwnerOnly | UnixFileMode.UserExecute);
        foreach (string file in (string[])[kit.Path, kit.Path + "-wal", kit.Path + "-reserve"])
        {
            new FileInfo(file).UnixFileMode.ShouldBe(OwnerOnly, file);
        }
    }

    private static async Task ShouldBeRefusedAsync(StoreKit kit)
    {
        FallbackStoreException refusal = await Should.ThrowAsync<FallbackStoreException>(kit.OpenAsync);

        refusal.Message.ShouldStartWith(kit.Path + " cannot be opened for writing: ");
        refusal.Message.ShouldEndWith("or choose another path.");
    }
}
