using System.Text;
using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Tests.Support;

namespace CustomerIo.Resilience.Tests.Delivery;

/// <summary>A store that fails for one call and not for the next, or after it has done what was asked.</summary>
public sealed class WriteAheadFailureTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly RoomyStore _store = new();
    private readonly TaskCompletionSource _failure = new();
    private volatile bool _isDown = true;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_failed_goes_before_what_came_after_it(bool hasHappened)
    {
        await using Workbench bench = await StartAsync();
        Fail("first", hasHappened);
        Task<DeliveryResult> first = bench.Client.TrackAsync("ada", "first");
        Task<DeliveryResult> second = bench.Client.TrackAsync("ada", "second");
        await DeliverOthersAsync(bench);

        bench.Simulator.EventsOf("ada").ShouldBeEmpty();
        Recover();

        (await first.WaitAsync(Patience)).Status.ShouldBe(DeliveryStatus.Delivered);
        (await second.WaitAsync(Patience)).Status.ShouldBe(DeliveryStatus.Delivered);
        await ShouldEndAsync(bench, "first", "second");
    }

    [Fact]
    public async Task A_merge_does_not_overtake_what_follows_by_way_of_memory_after_a_newer_one()
    {
        await using Workbench bench = await StartAsync(static options => options.Delivery.Lanes = 1);
        _store.BeforeAppend = async rows =>
        {
            if (_isDown && rows.Any(static row => Names(row, "first")))
            {
                await _failure.Task;
            }
            else if (_isDown && rows.Any(static row => Names(row, "newer")))
            {
                throw new IOException("the disk is gone");
            }
        };
        Task<DeliveryResult> first = bench.Client.TrackAsync("ada", "first");
        Task<DeliveryResult> merge = bench.Client.MergeAsync("ada", "bob");
        Task<DeliveryResult> newer = bench.Client.TrackAsync("carl", "newer");
        _failure.SetException(new IOException("the disk is gone"));
        await bench.WaitForAsync(static bench => bench.Log.Ids.Count(static id => id == 1104) >= 4);

        bench.Simulator.OperationCount.ShouldBe(0);
        Recover();

        await Task.WhenAll(first, merge, newer).WaitAsync(Patience);
        await bench.SettleAsync();
        Operations(bench).ShouldBe(["first", "newer", "merge"], ignoreOrder: true);
        Operations(bench).IndexOf("first").ShouldBeLessThan(Operations(bench).IndexOf("merge"));
        bench.Status.Figures.ShouldBe(new DeliveryFigures(3, 3, 0, 0, 0, 0, 1, 0));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task What_is_parked_and_failed_goes_before_what_was_parked_after_it(bool fails, bool hasHappened)
    {
        await using Workbench bench = await StartAsync();
        bench.Simulator.Faults.Next(Fault.Hang());
        Task<DeliveryResult> merge = bench.Client.MergeAsync("ada", "bob");
        await bench.WaitForAsync(static bench => bench.Simulator.Faults.HungRequests == 1);
        Fail("first", hasHappened);
        Task<DeliveryResult> first = bench.Client.TrackAsync("ada", "first");
        Task<DeliveryResult> second = bench.Client.TrackAsync("ada", "second");
        await bench.WaitForAsync(_ => second.IsCompleted);
        if (fails)
        {
            _failure.SetException(new IOException("the disk is gone"));
        }

        bench.Simulator.Faults.ReleaseHung();
        (await merge.WaitAsync(Patience)).Status.ShouldBe(DeliveryStatus.Delivered);
        await DeliverOthersAsync(bench);
        bench.Simulator.EventsOf("ada").ShouldBeEmpty();
        Recover();

        await Task.WhenAll(first, second).WaitAsync(Patience);
        await ShouldEndAsync(bench, "merge", "first", "second");
    }

    [Fact]
    public async Task What_is_parked_and_failed_goes_before_what_was_parked_after_it_though_the_store_is_full_by_then()
    {
        await using Workbench bench = await StartAsync();
        bench.Simulator.Faults.Next(Fault.Hang());
        Task<DeliveryResult> merge = bench.Client.MergeAsync("ada", "bob");
        await bench.WaitForAsync(static bench => bench.Simulator.Faults.HungRequests == 1);
        Fail("first", hasHappened: false);
        Task<DeliveryResult> first = bench.Client.TrackAsync("ada", "first");
        Task<DeliveryResult> second = bench.Client.TrackAsync("ada", "second");
        await bench.WaitForAsync(_ => second.IsCompleted);
        _store.IsFull = true;
        Recover();
        await bench.WaitForAsync(static bench => bench.Log.Ids.Contains(1103));

        bench.Simulator.Faults.ReleaseHung();
        (await merge.WaitAsync(Patience)).Status.ShouldBe(DeliveryStatus.Delivered);
        await Pause.ShortlyAsync();
        _store.IsFull = false;
        await DeliverOthersAsync(bench);

        await Task.WhenAll(first, second).WaitAsync(Patience);
        await ShouldEndAsync(bench, "merge", "first", "second");
    }

    [Fact]
    public async Task What_is_on_its_way_into_the_store_takes_room_in_memory()
    {
        await using Workbench bench = await StartAsync(static options => options.Delivery.MaxQueuedCount = 2);
        _store.BeforeAppend = _ => _failure.Task;
        Task<DeliveryResult> first = bench.Client.TrackAsync("ada", "first");
        Task<DeliveryResult> second = bench.Client.TrackAsync("ada", "second");

        (await bench.Client.TrackAsync("ada", "third").WaitAsync(Patience)).Reason.ShouldBe(RejectionReason.QueueFull);
        bench.Status.Figures.InMemory.ShouldBe(2);
        _store.BeforeAppend = null;
        _failure.SetException(new IOException("the disk is gone"));

        (await first.WaitAsync(Patience)).Status.ShouldBe(DeliveryStatus.Delivered);
        (await second.WaitAsync(Patience)).Status.ShouldBe(DeliveryStatus.Delivered);
        (await bench.Client.TrackAsync("ada", "fourth").WaitAsync(Patience)).Status.ShouldBe(DeliveryStatus.Delivered);
    }

    [Fact]
    public async Task A_flush_waits_for_what_is_on_its_way_into_the_store()
    {
        await using Workbench bench = await StartAsync();
        bench.Simulator.Faults.Next(Fault.Hang());
        _store.BeforeAppend = _ => _failure.Task;
        Task<DeliveryResult> first = bench.Client.TrackAsync("ada", "first");

        Task<FlushResult> flush = bench.Tracker.FlushAsync(Patience);
        flush.IsCompleted.ShouldBeFalse();
        _failure.SetResult();

        (await flush.WaitAsync(Patience)).ShouldBe(new FlushResult(0, 1, 0, 0));
        await bench.WaitForAsync(static bench => bench.Simulator.Faults.HungRequests == 1);
        bench.Simulator.Faults.ReleaseHung();
        (await first.WaitAsync(Patience)).Status.ShouldBe(DeliveryStatus.Delivered);
    }

    private static async Task DeliverOthersAsync(Workbench bench)
    {
        for (int number = 0; number < 100; number++)
        {
            (await bench.Client.TrackAsync($"p{number}", "other").WaitAsync(Patience)).Status.ShouldBe(DeliveryStatus.Delivered);
        }
    }

    private static async Task ShouldEndAsync(Workbench bench, params string[] expected)
    {
        await bench.SettleAsync();
        Operations(bench).Where(static name => name != "other").ShouldBe(expected);
        bench.Simulator.DuplicateEvents.ShouldBeEmpty();
        int count = 100 + expected.Length;
        bench.Status.Figures.ShouldBe(new DeliveryFigures(count, count, 0, 0, 0, 0, 16, 0));
    }

    private static List<string> Operations(Workbench bench) =>
        [.. bench.Simulator.Operations.Select(static operation => operation.Name ?? operation.Action)];

    private static bool Names(Operation row, string name) => Encoding.UTF8.GetString(row.Payload.Span).Contains($"\"{name}\"");

    // Appends of it fail until the test says otherwise, the first of them not before the test says so.
    private void Fail(string name, bool hasHappened)
    {
        Task FailAsync(IReadOnlyList<Operation> rows) =>
            _isDown && rows.Any(row => Names(row, name)) ? _failure.Task : Task.CompletedTask;

        _store.BeforeAppend = hasHappened ? null : FailAsync;
        _store.AfterAppend = hasHappened ? FailAsync : null;
    }

    private void Recover()
    {
        _isDown = false;
        _failure.TrySetException(new IOException("the disk is gone"));
    }

    private Task<Workbench> StartAsync(Action<CustomerIoOptions>? configure = null) => Workbench.StartAsync(
        options =>
        {
            Quick.Recovery(options);
            options.Delivery.Durability = Durability.WriteAhead;
            configure?.Invoke(options);
        },
        build: builder => builder.UseFallbackStore(_ => _store));
}
