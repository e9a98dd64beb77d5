using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Sqlite.Tests.Support;

namespace CustomerIo.Resilience.Sqlite.Tests.Tables;

public sealed class FullStoreTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly StoreKit _kit;

    public FullStoreTests()
    {
        _kit = new StoreKit(_folder.NewFile());
        _kit.Bounds.MaxCount = 5;
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(StoreOverflow.Reject)]
    [InlineData(StoreOverflow.DropOldestEvents)]
    public async Task A_full_store_takes_what_it_already_has(StoreOverflow whenFull)
    {
        _kit.Bounds.WhenFull = whenFull;
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        Operation[] events = [.. Enumerable.Range(1, 5).Select(static sequence => Event(sequence))];
        await store.AppendAsync(events, default);

        AppendResult again = await store.AppendAsync(events, default);

        (again.Taken, again.Duplicates, again.Evicted.Count).ShouldBe((5, 5, 0));
        (await StoreKit.ReadAsync(store, 0)).Count.ShouldBe(5);
    }

    [Fact]
    public async Task Events_that_a_failed_append_would_have_let_go_are_let_go_by_the_next()
    {
        _kit.Bounds.WhenFull = StoreOverflow.DropOldestEvents;
        _kit.Options.Vfs = WatchedVfs.Name;
        using WatchedFiles files = new(_kit.Path);
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        await store.AppendAsync([.. Enumerable.Range(1, 5).Select(static sequence => Event(sequence))], default);
        files.Fail(WatchedFiles.Full);
        (await store.AppendAsync([Event(6), Event(7), Event(8)], default)).Taken.ShouldBe(0);
        files.Mend();
        _kit.Time.Advance(TimeSpan.FromSeconds(1));

        AppendResult result = await store.AppendAsync([Event(6), Event(7), Event(8)], default);

        result.Taken.ShouldBe(3);
        result.Evicted.ShouldBe([new(0, 1), new(0, 2), new(0, 3)]);
    }

    [Fact]
    public async Task An_event_that_came_late_makes_room_too()
    {
        _kit.Bounds.WhenFull = StoreOverflow.DropOldestEvents;
        await using SqliteFallbackStore store = await _kit.OpenAsync();
        await store.AppendAsync([.. Enumerable.Range(11, 4).Select(static sequence => Sample.Operation(sequence)), Event(15)], default);
        (await store.AppendAsync([Sample.Operation(16)], default)).Evicted.ShouldBe([new(0, 15)]);
        await store.CompleteAsync(0, [Sample.Operation(11)], [], default);
        await store.AppendAsync([Event(3)], default);

        (await store.AppendAsync([Sample.Operation(17)], default)).Evicted.ShouldBe([new(0, 3)]);
    }

    private static Operation Event(int sequence) => Sample.Operation(sequence, kind: OperationKind.Event);
}
