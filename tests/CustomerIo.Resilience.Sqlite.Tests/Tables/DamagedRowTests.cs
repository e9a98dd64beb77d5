using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Native;
using CustomerIo.Resilience.Sqlite.Tables;
using CustomerIo.Resilience.Sqlite.Tests.Support;

namespace CustomerIo.Resilience.Sqlite.Tests.Tables;

public sealed class DamagedRowTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly StoreKit _kit;
    private readonly StoreBounds _bounds;

    public DamagedRowTests()
    {
        _kit = new StoreKit(_folder.NewFile());
        _bounds = new StoreBounds(_kit.Bounds, _kit.Time);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("UPDATE lane_0 SET id = x'00' WHERE sequence = 2", "A row of lane 0 is not an operation.")]
    [InlineData("UPDATE lane_0 SET payload = x'7b7d' WHERE sequence = 2", "The checksum of a row of lane 0 is wrong.")]
    [InlineData("UPDATE lane_0 SET key = 'id:mallory' WHERE sequence = 2", "The checksum of a row of lane 0 is wrong.")]
    [InlineData("UPDATE lane_0 SET kind = 2 WHERE sequence = 2", "The checksum of a row of lane 0 is wrong.")]
    [InlineData("UPDATE lane_0 SET peer_lane = 0 WHERE sequence = 2", "The checksum of a row of lane 0 is wrong.")]
    [InlineData("UPDATE lane_0 SET occurred_at = occurred_at + 1 WHERE sequence = 2", "The checksum of a row of lane 0 is wrong.")]
    [InlineData("UPDATE lane_0 SET occurred_at = -1 WHERE sequence = 2", "A moment is none.")]
    [InlineData("UPDATE lane_0 SET occurred_at = 3155378976000000000 WHERE sequence = 2", "A moment is none.")]
    [InlineData("UPDATE lane_0 SET checksum = checksum + 1 WHERE sequence = 2", "The checksum of a row of lane 0 is wrong.")]
    public async Task A_row_that_is_not_what_was_written_is_not_read(string damage, string message)
    {
        await WriteAsync();
        using Database database = OpenDamaged(damage);
        StoreTables tables = new(database, _bounds);

        Should.Throw<InvalidDataException>(() => tables.Read(0, 10, 1_000_000)).Message.ShouldBe(message);
        tables.Read(0, 1, 1_000_000).Single().Sequence.ShouldBe(1);
    }

    [Theory]
    [InlineData("UPDATE lanes SET count = count + 1 WHERE lane = 0")]
    [InlineData("UPDATE lanes SET bytes = bytes + 1 WHERE lane = 0")]
    [InlineData("UPDATE lanes SET checksum = checksum + 1 WHERE lane = 0")]
    [InlineData("DELETE FROM lanes WHERE lane = 1")]
    public async Task Totals_that_are_not_what_was_written_are_not_believed(string damage)
    {
        await WriteAsync();
        using Database database = OpenDamaged(damage);

        Should.Throw<InvalidDataException>(() => LaneTotals.Counts(database)).Message.ShouldBe("The totals of a lane are wrong.");
    }

    [Theory]
    [InlineData(-1, 40)]
    [InlineData(1, -1)]
    public async Task Totals_below_zero_are_wrong_whatever_their_checksum_says(long count, long bytes)
    {
        await WriteAsync();
        using Database database = OpenDamaged(
            $"UPDATE lanes SET count = {count}, bytes = {bytes}, checksum = {Checksum.Of(0, count, bytes)} WHERE lane = 0");

        Should.Throw<InvalidDataException>(() => LaneTotals.Counts(database));
    }

    [Theory]
    [InlineData("UPDATE dead_letters SET id = x'00'", "A row of the dead letters is not one.")]
    [InlineData("UPDATE dead_letters SET attempts = attempts + 1", "The checksum of a dead letter is wrong.")]
    [InlineData("UPDATE dead_letters SET error_message = 'other'", "The checksum of a dead letter is wrong.")]
    [InlineData("UPDATE dead_letters SET error_field = 'other'", "The checksum of a dead letter is wrong.")]
    [InlineData("UPDATE dead_letters SET rejected_at = rejected_at + 1", "The checksum of a dead letter is wrong.")]
    [InlineData("UPDATE dead_letters SET payload = x'7b7d'", "The checksum of a dead letter is wrong.")]
    public async Task A_dead_letter_that_is_not_what_was_written_is_not_read(string damage, string message)
    {
        await WriteAsync();
        using Database database = OpenDamaged(damage);
        StoreTables tables = new(database, _bounds);

        Should.Throw<InvalidDataException>(() => tables.ListDeadLetters(null, 10)).Message.ShouldBe(message);
    }

    [Fact]
    public async Task The_last_moments_of_the_calendar_can_be_read()
    {
        Moments.Of(0).ShouldBe(DateTimeOffset.MinValue);
        Moments.Of(DateTimeOffset.MaxValue.Ticks).ShouldBe(DateTimeOffset.MaxValue);
        await WriteAsync();
    }

    [Fact]
    public async Task What_was_saved_from_a_damaged_file_is_counted_as_what_it_is()
    {
        await WriteAsync();
        using Database database = new(_kit.Path, TimeSpan.Zero);
        StoreTables tables = new(database, _bounds);

        tables.Restore(Sample.DeadLetter(Sample.Operation(8)));
        tables.Restore(Sample.Operation(7));
        tables.Restore(Sample.Operation(7));

        tables.DeadLetterCount.ShouldBe(2);
        tables.Totals.Count.ShouldBe(4);
        tables.Touch(_kit.Time.GetUtcNow()).ShouldBeTrue();
    }

    [Fact]
    public async Task Another_operation_in_the_same_place_is_refused_and_says_why()
    {
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        await store.AppendAsync([Sample.Operation(5)], default);
        Operation other = new()
        {
            Id = Sample.Operation(6).Id,
            Sequence = 5,
            Lane = 0,
            Kind = OperationKind.Identify,
            Key = "id:other",
            OccurredAt = Sample.Start,
            Payload = Sample.Operation(6).Payload,
        };

        FallbackStoreException refused = await Should.ThrowAsync<FallbackStoreException>(async () => await store.AppendAsync([other], default));

        refused.Message.ShouldStartWith("Sequence 5 of lane 0 is taken by another operation: the clock was set back.");
        (await StoreKit.ReadAsync(store, 0)).Single().Id.ShouldBe(Sample.Operation(5).Id);
        store.GetStatistics().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_page_has_as_many_bytes_as_it_may_and_at_least_one_operation()
    {
        await WriteAsync();
        await using SqliteFallbackStore store = await _kit.OpenAsync();

        (await store.ReadAsync(0, 10, 80, default)).Count.ShouldBe(2);
        (await store.ReadAsync(0, 10, 79, default)).Count.ShouldBe(1);
        (await store.ReadAsync(0, 10, 1, default)).Count.ShouldBe(1);
        (await store.ReadAsync(0, 2, 1_000, default)).Count.ShouldBe(2);
    }

    private async Task WriteAsync()
    {
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        await store.AppendAsync([.. Enumerable.Range(1, 3).Select(static sequence => Sample.Operation(sequence))], default);
        Operation refused = Sample.Operation(4);
        await store.AppendAsync([refused], default);
        await store.CompleteAsync(0, [refused], [Sample.DeadLetter(refused, new CustomerIoError("message", "reason", "field"))], default);
    }

    private Database OpenDamaged(string damage)
    {
        Database database = new(_kit.Path, TimeSpan.Zero);
        database.Run(damage);
        return database;
    }
}
