using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Native;
using CustomerIo.Resilience.Sqlite.Tables;
using CustomerIo.Resilience.Sqlite.Tests.Support;

namespace CustomerIo.Resilience.Sqlite.Tests.Tables;

public sealed class DamagedRowTests : IDisposable
{
    private const string WrongChecksum = "The checksum of an operation is wrong.";
    private const string WrongState = "The checksum of the state of a parked operation is wrong.";
    private const string WrongLetter = "The checksum of a dead letter is wrong.";

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
    [InlineData("id = x'00'", "An id is none.")]
    [InlineData("key = x'00'", "A key is none.")]
    [InlineData("second_key = x'00'", "A key is none.")]
    [InlineData("named_keys = x'00'", "Keys are none.")]
    [InlineData("payload = x'7b7d'", WrongChecksum)]
    [InlineData("key = zeroblob(24)", WrongChecksum)]
    [InlineData("second_key = zeroblob(24)", WrongChecksum)]
    [InlineData("named_keys = zeroblob(24)", WrongChecksum)]
    [InlineData("kind = 2", WrongChecksum)]
    [InlineData("occurred_at = occurred_at + 1", WrongChecksum)]
    [InlineData("occurred_at = -1", "A moment is none.")]
    [InlineData("occurred_at = 3155378976000000000", "A moment is none.")]
    [InlineData("checksum = checksum + 1", WrongChecksum)]
    [InlineData("position = 30", WrongChecksum)]
    public async Task A_row_that_is_not_what_was_written_is_not_read(string damage, string message)
    {
        await WriteAsync();
        using Database database = OpenDamaged($"UPDATE lane_0 SET {damage} WHERE position = 2");
        StoreTables tables = new(database, _bounds, Sample.Lanes);

        Should.Throw<InvalidDataException>(() => tables.Read(0, after: 0, 10, 1_000_000)).Message.ShouldBe(message);
        tables.Read(0, after: 0, 1, 1_000_000).Single().Position.ShouldBe(1);
    }

    [Fact]
    public async Task A_row_of_another_lane_is_not_read()
    {
        await WriteAsync();
        using Database database = OpenDamaged("INSERT INTO lane_1 SELECT * FROM lane_0 WHERE position = 1");
        StoreTables tables = new(database, _bounds, Sample.Lanes);

        Should.Throw<InvalidDataException>(() => tables.Read(1, after: 0, 10, 1_000_000)).Message
            .ShouldBe("The rows of lane 1 are not its own, or out of order.");
    }

    [Theory]
    [InlineData("payload = x'7b7d'", WrongChecksum)]
    [InlineData("has_failed = 0", WrongState)]
    [InlineData("attempts = attempts + 1", WrongState)]
    [InlineData("first_attempt_at = 5", WrongState)]
    [InlineData("state_checksum = state_checksum + 1", WrongState)]
    public async Task A_parked_row_that_is_not_what_was_written_is_not_read(string damage, string message)
    {
        await WriteAsync();
        using Database database = OpenDamaged($"UPDATE parked SET {damage}");
        StoreTables tables = new(database, _bounds, Sample.Lanes);

        Should.Throw<InvalidDataException>(() => tables.ReadParked(Sample.Parked(5).Key, 10, 1_000_000)).Message.ShouldBe(message);
    }

    [Theory]
    [InlineData("UPDATE totals SET count = count + 1 WHERE name = 'lane_0'")]
    [InlineData("UPDATE totals SET bytes = bytes + 1 WHERE name = 'parked'")]
    [InlineData("UPDATE totals SET checksum = checksum + 1 WHERE name = 'dead_letters'")]
    [InlineData("DELETE FROM totals WHERE name = 'lane_1'")]
    [InlineData("UPDATE totals SET name = 'lane_9' WHERE name = 'lane_1'")]
    public async Task Totals_that_are_not_what_was_written_are_not_believed(string damage)
    {
        await WriteAsync();
        using Database database = OpenDamaged(damage);

        Should.Throw<InvalidDataException>(() => new StoreTotals(database, Sample.Lanes));
    }

    [Theory]
    [InlineData(-1, 40)]
    [InlineData(1, -1)]
    public async Task Totals_below_zero_are_wrong_whatever_their_checksum_says(long count, long bytes)
    {
        await WriteAsync();
        using Database database = OpenDamaged(
            $"UPDATE totals SET count = {count}, bytes = {bytes}, checksum = {Checksum.Of("lane_0", new Total(count, bytes))} " +
            "WHERE name = 'lane_0'");

        Should.Throw<InvalidDataException>(() => StoreTotals.Read(database));
    }

    [Theory]
    [InlineData("id = x'00'", "An id is none.")]
    [InlineData("attempts = attempts + 1", WrongLetter)]
    [InlineData("error_message = 'other'", WrongLetter)]
    [InlineData("error_field = 'other'", WrongLetter)]
    [InlineData("error_index = 8", WrongLetter)]
    [InlineData("rejected_at = rejected_at + 1", WrongLetter)]
    [InlineData("payload = x'7b7d'", WrongLetter)]
    public async Task A_dead_letter_that_is_not_what_was_written_is_not_read(string damage, string message)
    {
        await WriteAsync();
        using Database database = OpenDamaged($"UPDATE dead_letters SET {damage}");
        StoreTables tables = new(database, _bounds, Sample.Lanes);

        Should.Throw<InvalidDataException>(() => tables.ListDeadLetters(new DeadLetterQuery(), 10)).Message.ShouldBe(message);
    }

    [Theory]
    [InlineData("DELETE FROM parked")]
    [InlineData("DELETE FROM dead_letters")]
    [InlineData("DELETE FROM lane_0")]
    [InlineData("DROP TABLE lane_2")]
    [InlineData("PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'payload', 'paylord') WHERE name = 'lane_1'")]
    public async Task A_file_that_misses_something_is_mended_at_the_start_or_when_it_is_noticed(string damage)
    {
        await WriteAsync();
        OpenDamaged(damage).Dispose();

        await using SqliteFallbackStore store = await _kit.OpenAsync();
        await _kit.DrainAsync(store);

        _kit.SetAside.Length.ShouldBe(1);
        store.GetStatistics().Count.ShouldBe(0);
        (await store.AppendAsync([Sample.Operation(100)], default)).Taken.ShouldBe(1);
    }

    [Fact]
    public async Task An_index_that_does_not_lead_to_a_parked_row_is_noticed_at_the_start_and_mended()
    {
        await WriteAsync();
        byte[] file = await File.ReadAllBytesAsync(_kit.Path);
        byte[] key = Keys.Of(Sample.Parked(5).Key);
        int copies = 0;
        for (int at = file.AsSpan().IndexOf(key); at >= 0; at = file.AsSpan().IndexOf(key))
        {
            // The first of them is the row's; the index's is turned into another key.
            file[at] ^= 0x80;
            copies++;
        }

        copies.ShouldBeGreaterThan(1);
        file[file.AsSpan().IndexOf(Damaged(key))] ^= 0x80;
        await File.WriteAllBytesAsync(_kit.Path, file);

        await using SqliteFallbackStore store = await _kit.OpenAsync();

        _kit.SetAside.Length.ShouldBe(1);
        (await _kit.DrainAsync(store)).Count.ShouldBeGreaterThanOrEqualTo(3);
        store.GetStatistics().Count.ShouldBe(0);
    }

    [Fact]
    public void The_last_moments_of_the_calendar_can_be_read()
    {
        Moments.Of(0).ShouldBe(DateTimeOffset.MinValue);
        Moments.Of(DateTimeOffset.MaxValue.Ticks).ShouldBe(DateTimeOffset.MaxValue);
    }

    [Fact]
    public async Task What_was_saved_from_a_damaged_file_is_counted_as_what_it_is()
    {
        await WriteAsync();
        using Database database = new(_kit.Path, TimeSpan.Zero);
        StoreTables tables = new(database, _bounds, Sample.Lanes);

        tables.Restore(Sample.DeadLetter(Sample.Operation(8)));
        tables.TryRestore(Sample.Operation(7)).ShouldBeTrue();
        tables.TryRestore(Sample.Operation(7)).ShouldBeFalse();
        tables.TryRestore(Sample.Of(Sample.Key(2), 8).With(position: 7)).ShouldBeFalse();

        tables.Statistics.DeadLetters.ShouldBe(2);
        tables.Statistics.Count.ShouldBe(5);
        tables.Touch(_kit.Time.GetUtcNow()).ShouldBeTrue();
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(3, false)]
    public async Task Another_operation_in_the_same_place_is_refused_and_says_why(int lane, bool isParked)
    {
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        await store.AppendAsync([isParked ? Sample.Parked(5) : Sample.Operation(5)], default);
        Operation other = Sample.Operation(6, lane).With(position: 5);

        FallbackStoreException refused = await Should.ThrowAsync<FallbackStoreException>(async () => await store.AppendAsync([other], default));

        refused.Message.ShouldStartWith("Position 5 is taken by another operation.");
        (await _kit.DrainAsync(store)).Single().Id.ShouldBe(Sample.Operation(5).Id);
    }

    [Fact]
    public async Task A_key_that_is_none_is_refused_and_harms_nothing()
    {
        await using SqliteFallbackStore store = await _kit.OpenAsync();

        foreach (string key in (string[])["id:ada", new string('x', 48)])
        {
            await Should.ThrowAsync<Exception>(async () => await store.AppendAsync([Sample.Of(key, 1)], default));
        }

        (await store.AppendAsync([Sample.Operation(1)], default)).Taken.ShouldBe(1);
    }

    [Fact]
    public async Task A_page_has_as_many_bytes_as_it_may_and_at_least_one_operation()
    {
        await WriteAsync();
        await using SqliteFallbackStore store = await _kit.OpenAsync();

        (await store.ReadAsync(0, 0, 10, 80, default)).Count.ShouldBe(2);
        (await store.ReadAsync(0, 0, 10, 79, default)).Count.ShouldBe(1);
        (await store.ReadAsync(0, 0, 10, 1, default)).Count.ShouldBe(1);
        (await store.ReadAsync(0, 0, 2, 1_000, default)).Count.ShouldBe(2);
    }

    private static byte[] Damaged(byte[] key)
    {
        byte[] damaged = [.. key];
        damaged[0] ^= 0x80;
        return damaged;
    }

    private async Task WriteAsync()
    {
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        await store.AppendAsync([.. Enumerable.Range(1, 3).Select(static position => Sample.Operation(position))], default);
        Operation refused = Sample.Operation(4);
        await store.AppendAsync([refused, Sample.Parked(5, hasFailed: true)], default);
        await StoreKit.BuryAsync(store, Sample.DeadLetter(refused, new CustomerIoError("message", "reason", "field", 7)));
    }

    private Database OpenDamaged(string damage)
    {
        Database database = new(_kit.Path, TimeSpan.Zero);
        database.Run(damage);
        return database;
    }
}
