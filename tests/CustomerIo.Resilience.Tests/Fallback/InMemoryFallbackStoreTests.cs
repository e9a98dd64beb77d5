using System.Globalization;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Tests.Fallback;

public sealed class InMemoryFallbackStoreTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly InMemoryFallbackStore _store = new(lanes: 4, new FallbackOptions { MaxCount = 5, MaxBytes = 1_000 });

    public void Dispose() => _store.Dispose();

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

        int removed = await _store.CompleteAsync(0, [operations[0].Id, Make(9).Id], [Letter(operations[0])], default);

        removed.ShouldBe(1);
        (await ReadAsync()).Single().Sequence.ShouldBe(2);
        (await _store.ListDeadLettersAsync(null, 10, default)).Single().Operation.ShouldBeSameAs(operations[0]);
        (await _store.TakeDeadLetterAsync(operations[0].Id, default)).ShouldNotBeNull();
        (await _store.TakeDeadLetterAsync(operations[0].Id, default)).ShouldBeNull();
    }

    [Fact]
    public async Task What_was_erased_before_it_was_completed_leaves_no_dead_letter()
    {
        Operation operation = Make(1, key: "id:ada");
        await AppendAsync(operation);
        await _store.EraseAsync(0, "id:ada", beforeSequence: 2, default);

        int removed = await _store.CompleteAsync(0, [operation.Id], [Letter(operation)], default);

        removed.ShouldBe(0);
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

        int erased = await _store.EraseAsync(0, "id:ada", beforeSequence: 4, default);

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
        InMemoryFallbackStore store = new(1, new FallbackOptions { MaxDeadLetters = 2 });

        await store.CompleteAsync(0, [], [Letter(Make(1)), Letter(Make(2)), Letter(Make(3))], default);

        (await store.ListDeadLettersAsync(null, 10, default)).Select(static letter => letter.Operation.Sequence).ShouldBe([2, 3]);
        (await store.ListDeadLettersAsync(Make(2).Id, 10, default)).Single().Operation.Sequence.ShouldBe(3);
    }

    private ValueTask<AppendResult> AppendAsync(params Operation[] operations) => _store.AppendAsync(operations, default);

    private ValueTask<IReadOnlyList<Operation>> ReadAsync(int maxCount = 100, int maxBytes = 10_000) =>
        _store.ReadAsync(0, maxCount, maxBytes, default);

    private static DeadLetter Letter(Operation operation) => new()
    {
        Operation = operation,
        Reason = RejectionReason.RefusedByServer,
        RejectedAt = Start,
    };

    private static Operation Make(
        int sequence, int lane = 0, string key = "id:ada", OperationKind kind = OperationKind.Event, int bytes = 10) => new()
    {
        Id = new Ulid((ulong)sequence + 100, 0),
        Sequence = sequence,
        Lane = lane,
        Kind = kind,
        Key = key + (key.Contains(':', StringComparison.Ordinal) ? string.Empty : sequence.ToString(CultureInfo.InvariantCulture)),
        OccurredAt = Start.AddSeconds(sequence),
        Payload = new byte[bytes],
    };
}
