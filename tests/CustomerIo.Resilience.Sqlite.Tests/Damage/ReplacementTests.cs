using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Tests.Support;

namespace CustomerIo.Resilience.Sqlite.Tests.Damage;

public sealed class ReplacementTests : IDisposable
{
    private const int Count = 40;
    private const int Bytes = 1_500;

    private readonly TempFolder _folder = new();
    private readonly StoreKit _kit;

    public ReplacementTests() => _kit = new StoreKit(_folder.NewFile());

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Damage_found_while_running_costs_the_damaged_operation_only()
    {
        await FillAndDamageAsync(Count / 2);
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        store.GetStatistics().Damage.ShouldBeNull();

        IReadOnlyList<Operation> page = await StoreKit.ReadAsync(store, 0);

        page.Select(Sample.TextOf).ShouldBe(Expected(Count / 2));
        store.GetStatistics().Damage.ShouldBe(new StoreDamage(_kit.SetAside.Single(), 1));
        store.GetStatistics().Count.ShouldBe(Count - 1);
        (await store.AppendAsync([Sample.Operation(Count + 1)], default)).Taken.ShouldBe(1);
        (await _kit.DrainAsync(store)).Count.ShouldBe(Count);
    }

    [Fact]
    public async Task The_log_tells_of_the_damage_and_of_nobodys_data()
    {
        await FillAndDamageAsync(Count / 2);
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        await StoreKit.ReadAsync(store, 0);

        string line = _kit.Log.Lines.Single(static line => line.Id == 1200).Text;

        line.ShouldContain($"{Count - 1} operation(s) saved");
        line.ShouldContain("; 1 could not be read");
        line.ShouldNotContain("grüße");
        line.ShouldNotContain(Convert.ToHexString(Sample.Operation(Count / 2, bytes: Bytes).Payload.Span[..8]));
    }

    [Fact]
    public async Task Everything_that_is_left_is_for_its_owner_only()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        await FillAndDamageAsync(Count / 2);
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        await StoreKit.ReadAsync(store, 0);
        await store.AppendAsync([Sample.Operation(Count + 1)], default);

        string[] files = Directory.GetFiles(_folder.Root);

        files.ShouldContain(_kit.SetAside.Single());
        files.ShouldContain(_kit.Path + "-wal");
        files.ShouldAllBe(static file => new FileInfo(file).UnixFileMode == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        files.ShouldAllBe(static file => !file.Contains("-sav", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_process_that_ended_while_it_saved_has_lost_nothing()
    {
        await FillAndDamageAsync(1);
        await File.WriteAllTextAsync(_kit.Path + "-saving", "half a file");
        await File.WriteAllTextAsync(_kit.Path + "-saving-wal", "half a log");

        await using SqliteFallbackStore store = await _kit.OpenAsync();

        (await _kit.DrainAsync(store)).Select(Sample.TextOf).ShouldBe(Expected(1));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_process_that_ended_before_it_put_the_new_file_in_its_place_is_followed_by_one_that_does(bool hadMovedOld)
    {
        await FillAndDamageAsync(1);
        StoreKit saved = new(_kit.Path + "-saved");
        await using (SqliteFallbackStore store = await saved.OpenAsync())
        {
            await store.AppendAsync([Sample.Operation(7)], default);
        }

        await File.WriteAllTextAsync(_kit.Path + "-wal", "a log of the damaged file");
        if (hadMovedOld)
        {
            File.Delete(_kit.Path + "-wal");
            File.Delete(_kit.Path);
        }

        await using SqliteFallbackStore next = await _kit.OpenAsync();

        (await StoreKit.ReadAsync(next, 0)).Select(Sample.TextOf).ShouldBe([Sample.TextOf(Sample.Operation(7))]);
        next.GetStatistics().Damage.ShouldNotBeNull().Lost.ShouldBeNull();
        _kit.SetAside.Length.ShouldBe(hadMovedOld ? 0 : 1);
        File.Exists(saved.Path).ShouldBeFalse();
    }

    [Fact]
    public async Task Without_room_for_the_new_file_the_damaged_one_stays_where_it_is()
    {
        await FillAndDamageAsync(1);
        await DamageHeaderAsync();
        _kit.Options.Vfs = WatchedVfs.Name;
        using WatchedFiles files = new(_kit.Path + "-saving");
        files.Fail(WatchedFiles.Full, afterBytes: 120_000);

        (await Should.ThrowAsync<FallbackStoreException>(_kit.OpenAsync)).Message.ShouldContain("full");

        files.Failures.ShouldBeGreaterThan(0);
        Directory.GetFiles(_folder.Root).ShouldBe([_kit.Path]);
        files.Mend();
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        (await _kit.DrainAsync(store)).Select(Sample.TextOf).ShouldBe(Expected(1));
    }

    [Fact]
    public async Task Without_room_while_running_the_store_goes_on_with_what_can_be_read_and_ends_as_it_should()
    {
        await FillAndDamageAsync(Count / 2);
        _kit.Options.Vfs = WatchedVfs.Name;
        using WatchedFiles files = new(_kit.Path + "-saving");
        await using (SqliteFallbackStore store = await _kit.OpenAsync())
        {
            files.Fail(WatchedFiles.Full);
            await Should.ThrowAsync<Exception>(async () => await StoreKit.ReadAsync(store, 0));
            store.GetStatistics().Failure.ShouldNotBeNull();

            (await StoreKit.ReadAsync(store, 0, maxCount: 5)).Count.ShouldBe(5);
            (await store.AppendAsync([Sample.Operation(Count + 1, bytes: Bytes)], default)).Taken.ShouldBe(1);
        }

        files.Mend();
        await using SqliteFallbackStore next = await _kit.OpenAsync();
        (await _kit.DrainAsync(next)).Count.ShouldBe(Count);
    }

    [Fact]
    public async Task A_logger_that_throws_does_not_end_the_process()
    {
        await FillAndDamageAsync(Count / 2);
        bool hasThrown = false;
        _kit.OnLog = _ =>
        {
            hasThrown = true;
            throw new InvalidOperationException("The logger is broken.");
        };
        await using SqliteFallbackStore store = await _kit.OpenAsync();

        await StoreKit.ReadAsync(store, 0).ContinueWith(static _ => { }, TaskScheduler.Default);

        hasThrown.ShouldBeTrue();
        (await store.AppendAsync([Sample.Operation(Count + 1)], default)).Taken.ShouldBe(1);
    }

    // A bit in the middle of one operation's payload.
    private async Task FillAndDamageAsync(int position)
    {
        await using (SqliteFallbackStore store = await _kit.OpenAsync())
        {
            await store.AppendAsync([.. Enumerable.Range(1, Count).Select(static number => Sample.Operation(number, bytes: Bytes))], default);
        }

        byte[] bytes = await File.ReadAllBytesAsync(_kit.Path);
        Flip(bytes, Sample.Operation(position, bytes: Bytes).Payload.Span[..64]).ShouldBeGreaterThan(0);
        await File.WriteAllBytesAsync(_kit.Path, bytes);
    }

    // Its write version: seen at the start, while a row is only seen when it is read.
    private async Task DamageHeaderAsync()
    {
        await using FileStream file = new(_kit.Path, FileMode.Open);
        file.Position = 18;
        file.WriteByte(9);
    }

    // Everywhere: pages keep old copies of what they have moved.
    private static int Flip(Span<byte> bytes, ReadOnlySpan<byte> what)
    {
        int count = 0;
        for (int at = bytes.IndexOf(what); at >= 0; at = bytes.IndexOf(what))
        {
            bytes[at + 32] ^= 1;
            count++;
        }

        return count;
    }

    private static IEnumerable<string> Expected(int damaged) =>
        Enumerable.Range(1, Count).Where(number => number != damaged).Select(static number => Sample.TextOf(Sample.Operation(number, bytes: Bytes)));
}
