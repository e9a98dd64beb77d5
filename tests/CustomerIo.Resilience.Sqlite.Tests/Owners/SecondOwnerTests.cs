using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Tests.Support;
using CustomerIo.Resilience.Torture.Producing;

namespace CustomerIo.Resilience.Sqlite.Tests.Owners;

public sealed class SecondOwnerTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly StoreKit _kit;

    public SecondOwnerTests()
    {
        _kit = new StoreKit(_folder.NewFile());
        _kit.Options.OpenTimeout = TimeSpan.FromSeconds(1);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_second_process_gets_nothing_and_the_first_goes_on()
    {
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        await store.AppendAsync([Sample.Operation(1)], default);

        using OtherProcess second = await OtherProcess.StartAsync(_kit.Path, "SELECT count(*) FROM totals");

        second.Said.ShouldContain("locked");
        (await store.AppendAsync([Sample.Operation(2)], default)).Taken.ShouldBe(1);
        (await _kit.DrainAsync(store)).Count.ShouldBe(2);
    }

    // Without a timeout too: the provider would take that as for ever.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_file_that_another_process_holds_is_refused_in_time_and_taken_when_that_was_killed(int seconds)
    {
        _kit.Options.OpenTimeout = TimeSpan.FromSeconds(seconds);
        await FillAsync();
        using OtherProcess first = await OtherProcess.StartAsync(_kit.Path, "PRAGMA locking_mode = EXCLUSIVE", "BEGIN EXCLUSIVE");
        first.Said.ShouldBe(OtherOwner.Ready);

        Task<SqliteFallbackStore> opening = _kit.OpenAsync();
        FallbackStoreException refusal = await Should.ThrowAsync<FallbackStoreException>(
            opening.WaitAsync(TimeSpan.FromSeconds(30)));

        refusal.Message.ShouldStartWith($"{_kit.Path} is in use by another process.");
        _kit.SetAside.ShouldBeEmpty();
        await first.KillAsync();
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        (await _kit.DrainAsync(store)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_damaged_file_that_another_process_holds_stays_in_its_place()
    {
        await FillAsync();
        await PatchWriteVersionAsync(9);
        using OtherProcess first = await OtherProcess.StartAsync(_kit.Path, "PRAGMA locking_mode = EXCLUSIVE", "SELECT * FROM totals");
        first.Said.ShouldBe(OtherOwner.Ready);

        (await Should.ThrowAsync<FallbackStoreException>(_kit.OpenAsync)).Message.ShouldContain("in use by another process");

        _kit.SetAside.ShouldBeEmpty();
        Directory.GetFiles(_folder.Root, "*-sav*").ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_stores_of_one_process_do_not_share_a_file()
    {
        await using SqliteFallbackStore first = await _kit.OpenAsync();
        await first.AppendAsync([Sample.Operation(1)], default);

        (await Should.ThrowAsync<FallbackStoreException>(_kit.OpenAsync)).Message
            .ShouldStartWith($"{_kit.Path} is in use by this process.");

        (await first.AppendAsync([Sample.Operation(2)], default)).Taken.ShouldBe(1);
        await first.DisposeAsync();
        await using SqliteFallbackStore second = await _kit.OpenAsync();
        (await _kit.DrainAsync(second)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task The_refused_one_can_open_later_without_being_made_anew()
    {
        SqliteFallbackStore first = await _kit.OpenAsync();
        await using SqliteFallbackStore second = _kit.Make();
        await Should.ThrowAsync<FallbackStoreException>(async () => await second.OpenAsync(Sample.Lanes, default));
        await first.DisposeAsync();

        await second.OpenAsync(Sample.Lanes, default);

        (await second.AppendAsync([Sample.Operation(1)], default)).Taken.ShouldBe(1);
    }

    private async Task FillAsync()
    {
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        await store.AppendAsync([Sample.Operation(1), Sample.Operation(2), Sample.Operation(3)], default);
    }

    private async Task PatchWriteVersionAsync(byte version)
    {
        await using FileStream file = new(_kit.Path, FileMode.Open);
        file.Position = 18;
        file.WriteByte(version);
    }
}
