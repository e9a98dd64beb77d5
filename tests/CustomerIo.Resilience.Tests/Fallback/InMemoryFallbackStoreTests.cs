using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Tests.Support;
using static CustomerIo.Resilience.Testing.Stores.Samples;
using OperationKind = CustomerIo.Resilience.Fallback.OperationKind;

namespace CustomerIo.Resilience.Tests.Fallback;

/// <summary>What is the memory's own: what is counted, how large the reserve is, and that what has gone is held no more.</summary>
public sealed class InMemoryFallbackStoreTests
{
    private const int ObjectBytes = 768;

    private readonly FallbackOptions _options = new() { MaxCount = 1_000_000, MaxBytes = 1_000_000_000 };

    [Fact]
    public async Task The_objects_around_a_payload_count_too()
    {
        _options.MaxBytes = 10 * (ObjectBytes + 1);
        await using InMemoryFallbackStore store = await OpenAsync();

        AppendResult result = await store.AppendAsync([.. Events(1, 20, bytes: 1)], default);

        result.Taken.ShouldBe(10);
        store.GetStatistics().Bytes.ShouldBe(10);
    }

    [Fact]
    public async Task The_objects_around_a_dead_letter_and_the_words_of_the_server_count_too()
    {
        const int Words = 3_000;
        _options.MaxDeadLetterBytes = 5 * (ObjectBytes + 1 + (2 * Words));
        await using InMemoryFallbackStore store = await OpenAsync();

        ChangeResult result = await store.ApplyAsync(
            new StoreChanges
            {
                DeadLetters =
                [
                    .. Events(1, 20, bytes: 1).Select(static one => new DeadLetter
                    {
                        Operation = WithoutPlace(one),
                        Reason = RejectionReason.RefusedByServer,
                        Error = new CustomerIoError(new string('x', Words)),
                        RejectedAt = DateTimeOffset.MaxValue,
                    }),
                ],
            },
            default);

        result.ShouldBe(new ChangeResult(0, 20, 15));
        store.GetStatistics().DeadLetters.ShouldBe(5);
    }

    [Fact]
    public async Task The_reserve_has_room_for_a_thousand_and_takes_none_from_the_others()
    {
        _options.MaxCount = 2;
        await using InMemoryFallbackStore store = await OpenAsync();
        await store.AppendAsync([.. Events(1, 2)], default);
        Operation[] deletes = [.. Enumerable.Range(3, 1_001).Select(static number => Parked(number, Bob, OperationKind.Delete))];

        AppendResult result = await store.AppendAsync(deletes, default);
        await store.ApplyAsync(new StoreChanges { Completed = [Make(1)] }, default);
        AppendResult other = await store.AppendAsync([.. Events(2_000, 2)], default);
        await store.ApplyAsync(new StoreChanges { Completed = [deletes[0]] }, default);
        AppendResult last = await store.AppendAsync([deletes[^1]], default);

        result.Taken.ShouldBe(1_000);
        other.Taken.ShouldBe(1);
        last.Taken.ShouldBe(1);
    }

    [Fact]
    public async Task No_event_is_let_go_where_that_makes_no_room()
    {
        _options.WhenFull = StoreOverflow.DropOldestEvents;
        _options.MaxBytes = 4_000;
        await using InMemoryFallbackStore store = await OpenAsync();
        await store.AppendAsync([Make(1, kind: OperationKind.Identify, bytes: 1_000), .. Events(2, 2, bytes: 100)], default);

        AppendResult result = await store.AppendAsync([Make(4, bytes: 3_000)], default);

        result.Taken.ShouldBe(0);
        result.Evicted.ShouldBeEmpty();
        store.GetStatistics().Count.ShouldBe(3);
    }

    [Theory]
    [InlineData(StoreOverflow.Reject)]
    [InlineData(StoreOverflow.DropOldestEvents)]
    public async Task What_has_gone_is_held_no_more(StoreOverflow whenFull)
    {
        _options.WhenFull = whenFull;
        await using InMemoryFallbackStore store = await OpenAsync();

        WeakReference[] left = await ComeAndGoAsync(store);

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        left.ShouldAllBe(static one => !one.IsAlive);
        store.GetStatistics().ShouldBe(default);
    }

    // In a method of its own, so that nothing on the stack holds what has gone.
    private static async Task<WeakReference[]> ComeAndGoAsync(InMemoryFallbackStore store)
    {
        Operation[] lane = [.. Events(1, 50)];
        Operation[] parked =
        [
            .. Enumerable.Range(100, 50).Select(static number => Parked(
                number, Key($"{number}"), OperationKind.IdentifyObject, named: [Ada], hasFailed: true)),
            Parked(160, kind: OperationKind.Merge, second: Bob),
            Parked(161, Eve),
        ];
        Operation delete = Parked(200, kind: OperationKind.Delete);
        Operation[] letters = [.. Events(300, 20)];
        await store.AppendAsync([.. lane, .. parked, .. letters], default);
        await store.ApplyAsync(
            new StoreChanges { Completed = lane[..25], DeadLetters = [.. letters.Select(static one => Letter(one))] }, default);
        await store.ApplyAsync(new StoreChanges { Parked = [.. lane[25..].Select(static one => ToPark(one))] }, default);
        await store.RemoveDeadLettersAsync([.. letters[..10].Select(static one => one.Id)], default);
        await store.ReplayAsync([Again(letters[19], 400), Again(letters[18], 401, default(ParkedState))], default);
        await store.AppendAsync([delete], default);
        await store.ApplyAsync(
            new StoreChanges { Completed = [delete, .. parked[50..], letters[19].With(position: 400), letters[18].With(position: 401)] },
            default);
        return [.. lane.Concat(parked).Concat(letters).Append(delete).Select(static one => new WeakReference(one))];
    }

    private static IEnumerable<Operation> Events(int first, int count, int bytes = 10) =>
        Enumerable.Range(first, count).Select(number => Make(number, bytes: bytes));

    private async Task<InMemoryFallbackStore> OpenAsync()
    {
        InMemoryFallbackStore store = new(_options, new FakeTime(Start));
        await store.OpenAsync(4, default);
        return store;
    }
}
