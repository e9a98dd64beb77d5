using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Tests.Support;

namespace CustomerIo.Resilience.Tests.Delivery;

/// <summary>A durable store relieves memory while a request is in flight.</summary>
public sealed class SpillTests : IAsyncDisposable
{
    private readonly RoomyStore _store = new();
    private readonly History _history = new();
    private int _number;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Behind_a_hanging_request_memory_goes_to_the_store_and_the_order_stays()
    {
        await using Workbench bench = await StartAsync();
        await HangFirstAsync(bench);

        await EnqueueAsync(bench, 1_000);

        bench.Status.Figures.Stored.ShouldBeGreaterThan(900);
        bench.Simulator.OperationCount.ShouldBe(0);
        bench.Simulator.Faults.ReleaseHung();
        await bench.SettleAsync();
        _history.ShouldBeAt(bench.Simulator, "spilled");
        bench.Simulator.OperationCount.ShouldBe(1_001);
        bench.Status.Figures.DivertedLanes.ShouldBe(0);
    }

    [Fact]
    public async Task What_failed_on_its_way_is_stored_before_what_was_spilled_behind_it()
    {
        await using Workbench bench = await StartAsync();
        await HangFirstAsync(bench);
        await EnqueueAsync(bench, 300);

        await bench.Simulator.StopAsync();
        await bench.WaitForAsync(static bench => bench.Status.Figures.InMemory == 0);
        await bench.Simulator.StartAgainAsync();

        await bench.SettleAsync();
        _history.ShouldBeAt(bench.Simulator, "failed and spilled");
    }

    [Fact]
    public async Task What_failed_on_its_way_and_finds_the_store_full_goes_first_all_the_same()
    {
        await using Workbench bench = await StartAsync();
        await HangFirstAsync(bench);
        await EnqueueAsync(bench, 300);

        _store.IsFull = true;
        await bench.Simulator.StopAsync();
        await bench.WaitForAsync(static bench => bench.Log.Ids.Contains(1103));
        await bench.Simulator.StartAgainAsync();

        await bench.SettleAsync();
        _history.ShouldBeAt(bench.Simulator, "failed, refused and spilled");
        bench.Simulator.OperationCount.ShouldBe(301);
    }

    [Fact]
    public async Task A_store_that_takes_nothing_leaves_memory_to_fill_up_and_to_be_sent()
    {
        await using Workbench bench = await StartAsync();
        await HangFirstAsync(bench);
        _store.Failure = new IOException("the disk is gone");

        int taken = 0;
        while (bench.Tracker.Enqueue("ada", "step", new() { ["n"] = ++_number }) is { IsAccepted: true } result)
        {
            _history.Add("ada", _number, result);
            taken++;
        }

        taken.ShouldBe(99);
        bench.Simulator.Faults.ReleaseHung();
        await bench.SettleAsync();
        _history.ShouldBeAt(bench.Simulator, "kept in memory");
        bench.Simulator.OperationCount.ShouldBe(100);
    }

    private async Task HangFirstAsync(Workbench bench)
    {
        bench.Simulator.Faults.Next(Fault.Hang());
        Add(bench);
        await bench.WaitForAsync(static bench => bench.Simulator.Faults.HungRequests == 1);
    }

    // As fast as the store relieves memory, and no faster: what is refused is tried again.
    private async Task EnqueueAsync(Workbench bench, int count)
    {
        for (int accepted = 0; accepted < count;)
        {
            accepted += Add(bench) ? 1 : 0;
            await bench.WaitForAsync(static bench => bench.Status.Figures.InMemory < 100);
        }
    }

    private bool Add(Workbench bench)
    {
        DeliveryResult result = bench.Tracker.Enqueue("ada", "step", new() { ["n"] = _number });
        if (result.IsAccepted)
        {
            _history.Add("ada", _number++, result);
        }

        return result.IsAccepted;
    }

    private Task<Workbench> StartAsync() => Workbench.StartAsync(
        static options =>
        {
            Quick.Recovery(options);
            options.Delivery.Lanes = 1;
            options.Delivery.FlushCount = 1;
            options.Delivery.MaxBatchCount = 10;
            options.Delivery.MaxQueuedCount = 100;
        },
        build: builder => builder.UseFallbackStore(_ => _store));
}
