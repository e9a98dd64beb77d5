using System.Globalization;
using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Tests.Support;

namespace CustomerIo.Resilience.Tests.Fallback;

/// <summary>What every store does; a store's own tests derive from it.</summary>
public abstract class FallbackStoreContract : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly CustomerIoError Error = new("no such field", "invalid", "plan");

    private readonly FakeTime _time = new(Start);
    private readonly FallbackOptions _options = new() { MaxCount = 5, MaxBytes = 1_000 };
    private IFallbackStore _store = null!;

    public async ValueTask InitializeAsync() => await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_lane_is_read_by_sequence_whatever_the_order_of_appends()
    {
        await AppendAsync(Make(3), Make(4));
        await AppendAsync(Make(1), Make(2, lane: 1));

        (await ReadAsync()).Select(static operation => operation.Sequence).ShouldBe([1, 3, 4]);
        (await ReadAsync(maxCount: 2)).Count.ShouldBe(2);
        (await ReadAsync(maxBytes: 25)).Count.ShouldBe(2);
        (await ReadAsync(maxBytes: 1)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_finds_no_room_is_the_rest_of_the_list()
    {
        AppendResult result = await AppendAsync([.. Enumerable.Range(1, 7).Select(sequence => Make(sequence))]);

        result.Taken.ShouldBe(5);
        _store.GetStatistics().Count.ShouldBe(5);
        (await AppendAsync(Make(8))).Taken.ShouldBe(0);
    }

    [Fact]
    public async Task Bytes_are_bounded_too()
    {
        (await AppendAsync(Make(1, bytes: 600), Make(2, bytes: 600))).Taken.ShouldBe(1);
        _store.GetStatistics().Bytes.ShouldBe(600);
    }

    [Fact]
    public async Task An_id_is_taken_once()
    {
        Operation operation = Make(1);

        AppendResult result = await AppendAsync(operation, operation);

        (result.Taken, result.Duplicates).ShouldBe((2, 1));
        (await ReadAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Completing_removes_what_is_there_and_keeps_the_dead_letters()
    {
        Operation[] operations = [Make(1), Make(2)];
        await AppendAsync(operations);

        CompleteResult result = await _store.CompleteAsync(0, [operations[0], Make(9)], [Letter(operations[0])], default);

        result.ShouldBe(new CompleteResult(1, 1, 0));
        (await ReadAsync()).Single().Sequence.ShouldBe(2);
        DeadLetter letter = (await _store.ListDeadLettersAsync(null, 10, default)).Single();
        letter.Operation.Payload.ToArray().ShouldBe(operations[0].Payload.ToArray());
        (letter.Operation.Id, letter.Operation.Key, letter.Reason, letter.Attempts, letter.RejectedAt, letter.Error).ShouldBe(
            (operations[0].Id, operations[0].Key, RejectionReason.RefusedByServer, 3, Start, Error));
        (await _store.TakeDeadLetterAsync(operations[0].Id, default)).ShouldNotBeNull();
        (await _store.TakeDeadLetterAsync(operations[0].Id, default)).ShouldBeNull();
    }

    [Theory]
    [InlineData(new[] { 1, 2, 4 }, new[] { 3 })]
    [InlineData(new[] { 1, 2 }, new[] { 3, 4 })]
    [InlineData(new[] { 1, 4 }, new[] { 2, 3 })]
    [InlineData(new[] { 2, 4 }, new[] { 1, 3 })]
    public async Task Completing_removes_only_what_it_names_whatever_came_since_it_was_read(int[] completed, int[] left)
    {
        await AppendAsync(Make(1), Make(2, bytes: 20), Make(4));
        (await ReadAsync()).Count.ShouldBe(3);
        await AppendAsync(Make(3, bytes: 30));

        CompleteResult result = await _store.CompleteAsync(0, [.. completed.Select(number => Make(number))], [], default);

        result.Removed.ShouldBe(completed.Length);
        (await ReadAsync()).Select(static operation => (int)operation.Sequence).ShouldBe(left);
        _store.GetStatistics().Damage.ShouldBeNull();
        _store.GetStatistics().Bytes.ShouldBe(left.Sum(static number => number switch { 2 => 20, 3 => 30, _ => 10 }));
    }

    [Fact]
    public async Task The_beginning_of_what_was_read_is_completed_with_its_weight()
    {
        await AppendAsync(Make(1), Make(2, kind: OperationKind.MergeBarrier, bytes: 0), Make(3, bytes: 20), Make(4));
        IReadOnlyList<Operation> read = await ReadAsync();

        CompleteResult result = await _store.CompleteAsync(0, [.. read.Take(3)], [], default);

        result.ShouldBe(new CompleteResult(2, 0, 0));
        (await ReadAsync()).Single().Sequence.ShouldBe(4);
        (_store.GetStatistics().Count, _store.GetStatistics().Bytes).ShouldBe((1, 10));
        (await _store.CompleteAsync(0, [.. read.Take(3)], [Letter(read[0])], default)).ShouldBe(default);
    }

    [Fact]
    public async Task What_was_erased_before_it_was_completed_leaves_no_dead_letter()
    {
        Operation operation = Make(1, key: "id:ada");
        await AppendAsync(operation);
        await _store.EraseAsync(0, [new Erasure("id:ada", 2)], default);

        CompleteResult result = await _store.CompleteAsync(0, [operation], [Letter(operation)], default);

        result.ShouldBe(default);
        _store.GetStatistics().DeadLetters.ShouldBe(0);
    }

    [Fact]
    public async Task Erasing_takes_one_persons_earlier_operations_and_dead_letters_but_no_merge()
    {
        Operation[] operations =
        [
            Make(1, key: "id:ada"), Make(2, key: "id:bob"), Make(3, key: "id:ada", kind: OperationKind.Merge), Make(4, key: "id:ada"),
        ];
        await AppendAsync(operations);
        await _store.CompleteAsync(0, [], [Letter(Make(0, key: "id:ada")), Letter(Make(-1, key: "id:bob"))], default);

        int erased = await _store.EraseAsync(0, [new Erasure("id:ada", 4)], default);

        erased.ShouldBe(1);
        (await ReadAsync()).Select(static operation => operation.Sequence).ShouldBe([2, 3, 4]);
        (await _store.ListDeadLettersAsync(null, 10, default)).Single().Operation.Key.ShouldBe("id:bob");
    }

    [Fact]
    public async Task Statistics_tell_count_bytes_and_the_oldest()
    {
        await AppendAsync(Make(5), Make(6, lane: 2));

        _store.GetStatistics().ShouldBe(new StoreStatistics(2, 20, Start.AddSeconds(5), 0));
    }

    [Fact]
    public async Task Dead_letters_are_bounded_and_the_oldest_go()
    {
        _options.MaxDeadLetters = 2;

        CompleteResult result = await _store.CompleteAsync(
            0, [], [Letter(Make(1)), Letter(Make(2)), Letter(Make(3)), Letter(Make(0, kind: OperationKind.Delete))], default);

        (await _store.ListDeadLettersAsync(null, 10, default)).Select(static letter => letter.Operation.Sequence).ShouldBe([0, 3]);
        result.ShouldBe(new CompleteResult(0, 4, 2));
        (await _store.ListDeadLettersAsync(Make(2).Id, 10, default)).Single().Operation.Sequence.ShouldBe(3);
    }

    [Fact]
    public async Task Dead_letters_are_kept_for_a_while_and_those_of_deletes_for_ever()
    {
        _options.DeadLetterRetention = TimeSpan.FromDays(1);
        await _store.CompleteAsync(0, [], [Letter(Make(1)), Letter(Make(2, kind: OperationKind.Suppress))], default);

        _time.Advance(TimeSpan.FromDays(1) + TimeSpan.FromSeconds(1));

        (await _store.ListDeadLettersAsync(null, 10, default)).Single().Operation.Sequence.ShouldBe(2);
        _store.GetStatistics().DeadLetters.ShouldBe(1);
    }

    [Fact]
    public async Task Where_the_options_say_so_the_oldest_events_make_room_and_nothing_else()
    {
        _options.WhenFull = StoreOverflow.DropOldestEvents;
        await OpenAsync();
        await AppendAsync(
            Make(1, kind: OperationKind.Identify), Make(2, lane: 1), Make(3), Make(4, kind: OperationKind.Delete), Make(5, lane: 1));

        AppendResult result = await AppendAsync(Make(6), Make(7, kind: OperationKind.Identify), Make(8), Make(9));

        (result.Taken, result.Duplicates).ShouldBe((4, 0));
        result.Evicted.ShouldBe([new(1, 2), new(0, 3), new(1, 5), new(0, 6)]);
        (await AppendAsync(Make(10, kind: OperationKind.Identify), Make(11, kind: OperationKind.Identify))).Taken.ShouldBe(2);
        (await AppendAsync(Make(12))).ShouldSatisfyAllConditions(
            full => full.Taken.ShouldBe(0),
            full => full.Evicted.ShouldBeEmpty());
        (await ReadAsync()).Select(static operation => operation.Sequence).ShouldBe([1, 4, 7, 10, 11]);
    }

    [Fact]
    public async Task What_is_read_is_what_was_appended()
    {
        Operation merge = Make(1, kind: OperationKind.Merge, peerLane: 3);
        Operation barrier = Make(2, kind: OperationKind.MergeBarrier, bytes: 0, peerLane: 2);
        await AppendAsync(merge, barrier, Make(3));

        IReadOnlyList<Operation> read = await ReadAsync();

        read.Select(static operation => operation.Payload.ToArray()).ShouldBe(
            [merge.Payload.ToArray(), [], Make(3).Payload.ToArray()]);
        read.Select(static operation => (operation.Id, operation.Kind, operation.Key, operation.OccurredAt, operation.PeerLane))
            .ShouldBe(
            [
                (merge.Id, merge.Kind, merge.Key, merge.OccurredAt, 3),
                (barrier.Id, barrier.Kind, barrier.Key, barrier.OccurredAt, 2),
                (Make(3).Id, OperationKind.Event, Make(3).Key, Make(3).OccurredAt, null),
            ]);
        _store.GetStatistics().Count.ShouldBe(2);
    }

    [Fact]
    public async Task Many_people_are_erased_at_once()
    {
        await AppendAsync(Make(1, key: "id:ada"), Make(2, key: "id:bob"), Make(3, key: "id:ada"), Make(4, key: "id:eve"));

        int erased = await _store.EraseAsync(0, [new Erasure("id:ada", 3), new Erasure("id:bob", 9)], default);

        erased.ShouldBe(2);
        (await ReadAsync()).Select(static operation => operation.Sequence).ShouldBe([3, 4]);
        _store.GetStatistics().ShouldBe(new StoreStatistics(2, 20, Start.AddSeconds(3), 0));
    }

    /// <summary>A new store with four lanes.</summary>
    protected abstract IFallbackStore Make(FallbackOptions options, TimeProvider time);

    private async Task OpenAsync()
    {
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }

        _store = Make(_options, _time);
        await _store.OpenAsync(default);
    }

    private ValueTask<AppendResult> AppendAsync(params Operation[] operations) => _store.AppendAsync(operations, default);

    private ValueTask<IReadOnlyList<Operation>> ReadAsync(int maxCount = 100, int maxBytes = 10_000) =>
        _store.ReadAsync(0, maxCount, maxBytes, default);

    private static DeadLetter Letter(Operation operation) => new()
    {
        Operation = operation,
        Reason = RejectionReason.RefusedByServer,
        Error = Error,
        Attempts = 3,
        RejectedAt = Start,
    };

    private static Operation Make(
        int sequence, int lane = 0, string key = "id:ada", OperationKind kind = OperationKind.Event, int bytes = 10, int? peerLane = null) => new()
    {
        Id = Ulid.Parse((sequence + 100).ToString("D26", CultureInfo.InvariantCulture)),
        Sequence = sequence,
        Lane = lane,
        Kind = kind,
        Key = key + (key.Contains(':', StringComparison.Ordinal) ? string.Empty : sequence.ToString(CultureInfo.InvariantCulture)),
        OccurredAt = Start.AddSeconds(sequence),
        PeerLane = peerLane,
        Payload = Enumerable.Repeat((byte)sequence, bytes).ToArray(),
    };
}
