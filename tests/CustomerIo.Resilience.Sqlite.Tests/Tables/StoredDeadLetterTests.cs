using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Tests.Support;

namespace CustomerIo.Resilience.Sqlite.Tests.Tables;

public sealed class StoredDeadLetterTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly StoreKit _kit;

    public StoredDeadLetterTests() => _kit = new StoreKit(_folder.NewFile());

    public static TheoryData<string?, string?, string?, int?> Errors => new()
    {
        { null, null, null, null },
        { "message", null, null, null },
        { null, "reason", null, null },
        { null, null, "field", null },
        { null, null, null, 0 },
        { "message", "reason", "field", 7 },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Errors))]
    public async Task The_next_run_reads_what_this_one_wrote(string? message, string? reason, string? field, int? index)
    {
        bool hasError = message is not null || reason is not null || field is not null || index is not null;
        CustomerIoError? error = hasError ? new CustomerIoError(message, reason, field, index) : null;
        DeadLetter[] letters =
        [
            Sample.DeadLetter(Sample.Operation(1), error),
            Sample.DeadLetter(Sample.Of(Sample.Key(1), 2, kind: OperationKind.Merge, secondKey: Sample.Key(2)), error),
            Sample.DeadLetter(Sample.Of(Sample.Key(1), 3, kind: OperationKind.IdentifyObject, names: [Sample.Key(3), Sample.Key(2)]), error),
        ];
        await using (SqliteFallbackStore store = await _kit.OpenAsync())
        {
            await KeepAsync(store, letters);
        }

        await using SqliteFallbackStore again = await _kit.OpenAsync();
        IReadOnlyList<DeadLetter> listed = await StoreKit.ListAsync(again);

        listed.Select(Sample.TextOf).ShouldBe(letters.Select(Sample.TextOf));
        listed.ShouldAllBe(letter => letter.Error == error && letter.Operation.Position == 0);
        listed.Select(static letter => letter.Number).ShouldBe([1, 2, 3]);
        again.GetStatistics().DeadLetters.ShouldBe(3);
    }

    [Fact]
    public async Task Numbers_are_never_given_twice()
    {
        await using (SqliteFallbackStore store = await _kit.OpenAsync())
        {
            await KeepAsync(store, Letters(1, 3));
            await store.RemoveDeadLettersAsync([Sample.Operation(3).Id], default);
        }

        await using SqliteFallbackStore next = await _kit.OpenAsync();
        await KeepAsync(next, Letters(4, 1));

        (await StoreKit.ListAsync(next)).Select(static letter => letter.Number).ShouldBe([1, 2, 4]);
    }

    [Fact]
    public async Task They_are_listed_from_any_one_on()
    {
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        await KeepAsync(store, Letters(1, 5));

        (await NumbersAsync(store, after: 0, 2)).ShouldBe([1, 2]);
        (await NumbersAsync(store, after: 2, 2)).ShouldBe([3, 4]);
        (await NumbersAsync(store, after: 4, 2)).ShouldBe([5]);
        (await NumbersAsync(store, after: 5, 2)).ShouldBeEmpty();
    }

    [Fact]
    public async Task One_that_is_removed_is_gone_and_counted_once()
    {
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        await KeepAsync(store, Letters(1, 3));
        Ulid id = Sample.Operation(2).Id;

        (await store.RemoveDeadLettersAsync([id, id, Sample.Operation(9).Id], default)).ShouldBe(1);

        store.GetStatistics().DeadLetters.ShouldBe(2);
        (await NumbersAsync(store)).ShouldBe([1, 3]);
    }

    [Fact]
    public async Task Changes_say_how_many_were_kept_and_how_many_went_for_age_and_for_number()
    {
        _kit.Bounds.MaxDeadLetters = 3;
        _kit.Bounds.DeadLetterRetention = TimeSpan.FromDays(10);
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        await KeepAsync(store, Letters(1, 2));
        _kit.Time.Advance(TimeSpan.FromDays(11) + TimeSpan.FromTicks(1));

        ChangeResult result = await KeepAsync(store, Letters(3, 4, at: Sample.Start.AddDays(11)));

        result.ShouldBe(new ChangeResult(4, 4, 3));
        (await NumbersAsync(store)).ShouldBe([4, 5, 6]);
        store.GetStatistics().DeadLetters.ShouldBe(3);
    }

    [Fact]
    public async Task Their_bytes_are_bounded_and_the_lowest_numbers_go_first()
    {
        _kit.Bounds.MaxDeadLetterBytes = 100;
        await using SqliteFallbackStore store = await _kit.OpenAsync();

        ChangeResult result = await KeepAsync(
            store, [Sample.DeadLetter(Sample.Operation(1, kind: OperationKind.Delete)), .. Letters(5, 1), .. Letters(2, 2)]);

        result.Dropped.ShouldBe(2);
        (await NumbersAsync(store)).ShouldBe([1, 4]);
    }

    [Fact]
    public async Task One_that_is_as_old_as_may_be_is_kept_and_one_older_is_not_listed()
    {
        _kit.Bounds.DeadLetterRetention = TimeSpan.FromDays(10);
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        await KeepAsync(store, Letters(1, 2));
        _kit.Time.Advance(TimeSpan.FromDays(11));
        (await NumbersAsync(store)).ShouldBe([1, 2]);

        _kit.Time.Advance(TimeSpan.FromTicks(1));

        (await NumbersAsync(store)).ShouldBeEmpty();
        store.GetStatistics().DeadLetters.ShouldBe(0);
    }

    [Fact]
    public async Task Those_that_say_to_erase_somebody_stay_however_many_and_old()
    {
        _kit.Bounds.MaxDeadLetters = 1;
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        OperationKind[] kinds = [OperationKind.Delete, OperationKind.Suppress, OperationKind.Event, OperationKind.Identify];
        await KeepAsync(store, [.. kinds.Select(static (kind, index) => Sample.DeadLetter(Sample.Operation(index + 1, kind: kind)))]);
        _kit.Time.Advance(TimeSpan.FromDays(10_000));

        (await NumbersAsync(store)).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task What_a_full_disk_takes_back_leaves_their_number_right()
    {
        _kit.Options.Vfs = WatchedVfs.Name;
        using WatchedFiles files = new(_kit.Path);
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        await KeepAsync(store, Letters(1, 2));
        files.Fail(WatchedFiles.Full);

        await Should.ThrowAsync<IOException>(async () => await store.RemoveDeadLettersAsync([Sample.Operation(1).Id], default));

        store.GetStatistics().DeadLetters.ShouldBe(2);
        files.Mend();
    }

    private static async Task<ChangeResult> KeepAsync(SqliteFallbackStore store, IReadOnlyList<DeadLetter> letters)
    {
        await store.AppendAsync([.. letters.Select(static letter => letter.Operation)], default);
        return await StoreKit.BuryAsync(store, letters);
    }

    private static DeadLetter[] Letters(int first, int count, DateTimeOffset? at = null) =>
        [.. Enumerable.Range(first, count).Select(position => Sample.DeadLetter(Sample.Operation(position), at: at))];

    private static async Task<long[]> NumbersAsync(SqliteFallbackStore store, long after = 0, int maxCount = 10) =>
        [.. (await store.ListDeadLettersAsync(new DeadLetterQuery { After = after }, maxCount, default)).Select(static letter => letter.Number)];
}
