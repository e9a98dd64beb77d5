using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Tests.Support;

namespace CustomerIo.Resilience.Sqlite.Tests.Tables;

public sealed class StoredDeadLetterTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly StoreKit _kit;

    public StoredDeadLetterTests() => _kit = new StoreKit(_folder.NewFile());

    public static TheoryData<string?, string?, string?> Errors => new()
    {
        { null, null, null },
        { "message", null, null },
        { null, "reason", null },
        { null, null, "field" },
        { "message", "reason", "field" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Errors))]
    public async Task The_next_run_reads_what_this_one_wrote(string? message, string? reason, string? field)
    {
        CustomerIoError? error = (message ?? reason ?? field) is null ? null : new CustomerIoError(message, reason, field);
        DeadLetter[] letters =
        [
            Sample.DeadLetter(Sample.Operation(1), error),
            Sample.DeadLetter(Sample.Operation(2, kind: OperationKind.Merge), error),
        ];
        await using (SqliteFallbackStore store = await _kit.OpenAsync())
        {
            await KeepAsync(store, letters);
        }

        await using SqliteFallbackStore again = await _kit.OpenAsync();
        IReadOnlyList<DeadLetter> listed = await again.ListDeadLettersAsync(null, 10, default);

        listed.Select(Sample.TextOf).ShouldBe(letters.Select(Sample.TextOf));
        listed.Select(static letter => letter.Error is null).ShouldAllBe(isNull => isNull == (error == null));
        listed.Select(static letter => letter.Operation.PeerLane).ShouldBe([null, 1]);
        again.GetStatistics().DeadLetters.ShouldBe(2);
    }

    [Fact]
    public async Task They_are_listed_from_any_one_on()
    {
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        await KeepAsync(store, Letters(1, 5));

        (await SequencesAsync(store, after: null, 2)).ShouldBe([1, 2]);
        (await SequencesAsync(store, Sample.Operation(2).Id, 2)).ShouldBe([3, 4]);
        (await SequencesAsync(store, Sample.Operation(4).Id, 2)).ShouldBe([5]);
        (await SequencesAsync(store, Sample.Operation(5).Id, 2)).ShouldBeEmpty();
    }

    [Fact]
    public async Task One_that_is_taken_is_gone_and_counted_once()
    {
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        await KeepAsync(store, Letters(1, 3));
        Ulid id = Sample.Operation(2).Id;

        (await store.TakeDeadLetterAsync(id, default))!.Operation.Sequence.ShouldBe(2);
        (await store.TakeDeadLetterAsync(id, default)).ShouldBeNull();

        store.GetStatistics().DeadLetters.ShouldBe(2);
        (await SequencesAsync(store, after: null, 10)).ShouldBe([1, 3]);
    }

    [Fact]
    public async Task Completing_says_how_many_were_kept_and_how_many_went_for_age_and_for_number()
    {
        _kit.Bounds.MaxDeadLetters = 3;
        _kit.Bounds.DeadLetterRetention = TimeSpan.FromDays(10);
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        await KeepAsync(store, Letters(1, 2));
        _kit.Time.Advance(TimeSpan.FromDays(11) + TimeSpan.FromTicks(1));

        CompleteResult result = await KeepAsync(store, Letters(3, 4, at: Sample.Start.AddDays(11)));

        (result.Kept, result.Dropped).ShouldBe((4, 3));
        (await SequencesAsync(store, after: null, 10)).ShouldBe([4, 5, 6]);
        store.GetStatistics().DeadLetters.ShouldBe(3);
    }

    [Fact]
    public async Task One_that_is_as_old_as_may_be_is_kept_and_one_older_is_not_listed()
    {
        _kit.Bounds.DeadLetterRetention = TimeSpan.FromDays(10);
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        await KeepAsync(store, Letters(1, 2));
        _kit.Time.Advance(TimeSpan.FromDays(11));
        (await SequencesAsync(store, after: null, 10)).ShouldBe([1, 2]);

        _kit.Time.Advance(TimeSpan.FromTicks(1));

        (await SequencesAsync(store, after: null, 10)).ShouldBeEmpty();
        store.GetStatistics().DeadLetters.ShouldBe(0);
    }

    [Fact]
    public async Task Those_that_say_to_erase_somebody_stay_however_many_and_old()
    {
        _kit.Bounds.MaxDeadLetters = 1;
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        OperationKind[] kinds = [OperationKind.Delete, OperationKind.Suppress, OperationKind.Event, OperationKind.Identify];
        await KeepAsync(store, [.. kinds.Select(static (kind, index) => Sample.DeadLetter(Sample.Operation(index, kind: kind)))]);
        _kit.Time.Advance(TimeSpan.FromDays(10_000));

        (await SequencesAsync(store, after: null, 10)).ShouldBe([0, 1]);
    }

    [Fact]
    public async Task What_a_full_disk_takes_back_leaves_their_number_right()
    {
        _kit.Options.Vfs = WatchedVfs.Name;
        using WatchedFiles files = new(_kit.Path);
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        await KeepAsync(store, Letters(1, 2));
        files.Fail(WatchedFiles.Full);

        await Should.ThrowAsync<IOException>(async () => await store.TakeDeadLetterAsync(Sample.Operation(1).Id, default));

        store.GetStatistics().DeadLetters.ShouldBe(2);
        files.Mend();
    }

    private static async Task<CompleteResult> KeepAsync(SqliteFallbackStore store, IReadOnlyList<DeadLetter> letters)
    {
        Operation[] operations = [.. letters.Select(static letter => letter.Operation)];
        await store.AppendAsync(operations, default);
        return await store.CompleteAsync(0, operations, letters, default);
    }

    private static DeadLetter[] Letters(int first, int count, DateTimeOffset? at = null) =>
        [.. Enumerable.Range(first, count).Select(sequence => Sample.DeadLetter(Sample.Operation(sequence), at: at))];

    private static async Task<long[]> SequencesAsync(SqliteFallbackStore store, Ulid? after, int maxCount) =>
        [.. (await store.ListDeadLettersAsync(after, maxCount, default)).Select(static letter => letter.Operation.Sequence)];
}
