using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Tests.Trouble.Shared;

namespace CustomerIo.Resilience.Tests.Trouble;

/// <summary>
/// Full memory and full stores: awaited calls stay in memory that has room for them, and a delete finds room where nothing else
/// does and takes the person's own events with it.
/// </summary>
public sealed class RoomTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task A_full_store_rejects_nobody_whom_memory_has_room_for(int storeRoom)
    {
        await using VirtualBench bench = await VirtualBench.StartAsync(options =>
        {
            options.Delivery.Lanes = 1;
            options.Delivery.MaxQueuedCount = 100;
            options.Fallback.MaxCount = storeRoom;
        });
        bench.Simulator.Faults.When("/", Fault.Hang());
        _ = bench.Client.TrackAsync("ada", "step", new() { ["n"] = 0 });
        await bench.PassAsync(static bench => bench.Simulator.Faults.HungRequests == 1, Soon, "a request hangs");
        await bench.PassAsync(TimeSpan.FromSeconds(25));
        Task<DeliveryResult>[] waiting =
        [
            .. Enumerable.Range(1, 90).Select(number => bench.Client.TrackAsync($"p{number % 9}", "step", new() { ["n"] = number })),
        ];

        // The first call's time is over by now; the others have most of theirs. Half a second later the server is back.
        await bench.PassAsync(TimeSpan.FromSeconds(6));
        waiting.Count(static call => call.IsCompleted).ShouldBeLessThanOrEqualTo(storeRoom, "memory has room");
        bench.Simulator.Faults.Clear();
        bench.Simulator.Faults.ReleaseHung();
        DeliveryResult[] results = await bench.EndAsync(Task.WhenAll(waiting), Soon);
        await bench.PassAsync(static bench => bench.IsSettled, Soon, "everything arrives");

        results.Count(static result => !result.IsAccepted).ShouldBe(0);
        bench.Simulator.Operations.Count(static operation => operation.Person.Value.StartsWith('p')).ShouldBe(90);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public async Task A_delete_finds_room_in_memory_that_is_full_of_the_persons_own_events(int storeRoom)
    {
        await using VirtualBench bench = await VirtualBench.StartAsync(options =>
        {
            options.Delivery.MaxQueuedCount = 50;
            options.Fallback.MaxCount = storeRoom;
        });
        await bench.Simulator.StopAsync();
        while (true)
        {
            while (bench.Tracker.Enqueue("ada", "step", new() { ["n"] = 0 }).IsAccepted)
            {
                // Until memory is full.
            }

            await bench.PassAsync(TimeSpan.FromSeconds(30));
            if (!bench.Tracker.Enqueue("ada", "step", new() { ["n"] = 0 }).IsAccepted)
            {
                break;
            }
        }

        Task<DeliveryResult> delete = bench.Client.DeleteAsync("ada");
        await bench.PassAsync(TimeSpan.FromSeconds(1));
        (delete.IsCompleted && !(await delete).IsAccepted).ShouldBeFalse("a delete has room of its own");
        await bench.Simulator.StartAgainAsync();

        (await bench.EndAsync(delete, Soon)).IsAccepted.ShouldBeTrue();
        await bench.PassAsync(static bench => bench.IsSettled, Soon, "everything arrives");
        bench.Simulator.TracesOf("ada").ShouldBe(["person delete"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_delete_finds_room_in_a_store_that_is_full_of_others_events(bool suppresses)
    {
        await using VirtualBench bench = await VirtualBench.StartAsync(static options => options.Fallback.MaxCount = 10);
        await bench.Simulator.StopAsync();
        for (int number = 0; number < 10; number++)
        {
            Task<DeliveryResult> stored = bench.Client.TrackAsync("bob", "step", new() { ["n"] = number });
            (await bench.EndAsync(stored, VirtualBench.Answered)).Status.ShouldBe(DeliveryStatus.Stored);
        }

        Task<DeliveryResult> delete = suppresses ? bench.Client.SuppressAsync("ada") : bench.Client.DeleteAsync("ada");
        (await bench.EndAsync(delete, VirtualBench.Answered)).Status.ShouldBe(DeliveryStatus.Stored);
        await bench.Simulator.StartAgainAsync();
        await bench.PassAsync(static bench => bench.IsSettled, Soon, "everything arrives");

        bench.Simulator.TracesOf("ada").ShouldBe([suppresses ? "person suppress" : "person delete"]);
        bench.Simulator.NumbersOf("bob").ShouldBe(Enumerable.Range(0, 10));
    }

    [Fact]
    public async Task A_delete_that_waits_in_memory_for_a_full_store_is_answered_when_the_server_is_back()
    {
        await using VirtualBench bench = await VirtualBench.StartAsync(static options =>
        {
            options.Delivery.Lanes = 1;
            options.Fallback.MaxCount = 3;
        });
        bench.Simulator.Faults.When("/", Fault.Hang());
        for (int number = 0; number < 4; number++)
        {
            bench.Tracker.Enqueue("bob", "step", new() { ["n"] = number });
        }

        await bench.PassAsync(static bench => bench.Status.Figures.Stored == 3, Soon, "the store is full");
        Task<DeliveryResult> delete = bench.Client.DeleteAsync("bob");
        await bench.PassAsync(TimeSpan.FromSeconds(2));
        bench.Simulator.Faults.Clear();
        await bench.PassAsync(TimeSpan.FromSeconds(15));
        bench.Simulator.Faults.ReleaseHung();

        (await bench.EndAsync(delete, Soon)).IsAccepted.ShouldBeTrue();
        await bench.PassAsync(static bench => bench.IsSettled, Soon, "everything arrives");
        bench.Simulator.TracesOf("bob").TakeLast(1).ShouldBe(["person delete"]);
    }
}
