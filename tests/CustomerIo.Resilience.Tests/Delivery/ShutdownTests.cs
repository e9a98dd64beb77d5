using CustomerIo.Resilience.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerIo.Resilience.Tests.Delivery;

public sealed class ShutdownTests
{
    // T17
    [Fact]
    public async Task Stopping_the_host_sends_what_5000_calls_left_in_memory()
    {
        await using Workbench bench = await Workbench.StartAsync(static options =>
        {
            options.Delivery.FlushInterval = TimeSpan.FromHours(1);
            options.Delivery.FlushCount = 10_000;
        });
        for (int number = 0; number < 5_000; number++)
        {
            bench.Tracker.Enqueue($"person-{number % 200}", "step", new() { ["n"] = number }).Status
                .ShouldBe(DeliveryStatus.Queued);
        }

        await bench.StopHostAsync();

        bench.Simulator.OperationCount.ShouldBe(5_000);
        bench.Tracker.Enqueue("ada", "late").Reason.ShouldBe(RejectionReason.Stopped);
        (await bench.Client.TrackAsync("ada", "late")).Reason.ShouldBe(RejectionReason.Stopped);
        bench.Log.Lines.ShouldContain(static line => line.Id == 1108 && line.Text.Contains("5000", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stopping_while_the_server_is_down_ends_in_time_and_says_what_ends_with_the_process()
    {
        await using Workbench bench = await Workbench.StartAsync(options =>
        {
            Quick.Recovery(options);
            options.Delivery.ShutdownTimeout = TimeSpan.FromMilliseconds(200);
        });
        await bench.Simulator.StopAsync();
        for (int number = 0; number < 100; number++)
        {
            bench.Tracker.Enqueue($"person-{number % 20}", "step");
        }

        await bench.StopHostAsync();

        bench.Status.Figures.InMemory.ShouldBe(0);
        bench.Status.Figures.Stored.ShouldBe(100);
        bench.Log.Lines.ShouldContain(static line => line.Id == 1109 && line.Text.Contains("100", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stopping_brings_what_the_in_memory_store_holds_to_a_server_that_is_back()
    {
        await using Workbench bench = await Workbench.StartAsync(Quick.Recovery);
        await bench.Simulator.StopAsync();
        for (int number = 0; number < 50; number++)
        {
            (await bench.Client.TrackAsync($"person-{number}", "step")).Status.ShouldBe(DeliveryStatus.Stored);
        }

        await bench.Simulator.StartAgainAsync();
        await bench.StopHostAsync();

        bench.Simulator.OperationCount.ShouldBe(50);
    }

    [Fact]
    public async Task A_hanging_request_does_not_hold_up_stopping_and_nobody_is_told_that_a_store_in_memory_has_it()
    {
        await using Workbench bench = await Workbench.StartAsync(options =>
        {
            Quick.Recovery(options);
            options.Delivery.ShutdownTimeout = TimeSpan.FromMilliseconds(200);
        });
        bench.Simulator.Faults.When(static _ => true, Testing.Fault.Hang());
        Task<DeliveryResult> waiting = bench.Client.TrackAsync("ada", "step");

        await bench.StopHostAsync();

        (await waiting).Reason.ShouldBe(RejectionReason.Stopped);
    }

    [Fact]
    public async Task Disposing_while_the_host_stops_waits_for_that_and_loses_nothing()
    {
        await using Workbench bench = await Workbench.StartAsync(static options =>
        {
            options.Delivery.FlushInterval = TimeSpan.FromHours(1);
        });
        bench.Simulator.Faults.When(static _ => true, Testing.Fault.Latency(TimeSpan.FromMilliseconds(200)));
        for (int number = 0; number < 50; number++)
        {
            bench.Tracker.Enqueue($"person-{number}", "step");
        }

        Task stopping = bench.StopHostAsync();
        await bench.DisposeAsync();
        await stopping;

        bench.Simulator.OperationCount.ShouldBe(50);
    }

    [Fact]
    public async Task What_lanes_park_when_sending_has_stopped_is_stored_too()
    {
        await using RoomyStore store = new();
        await using (Workbench before = await StartAsync(store))
        {
            await before.Simulator.StopAsync();
            (await before.Client.MergeAsync("ada", "bob")).Status.ShouldBe(DeliveryStatus.Stored);
        }

        await using Workbench bench = await StartAsync(store, isDown: true);
        TaskCompletionSource isAppending = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource goesOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        store.BeforeAppend = _ =>
        {
            isAppending.TrySetResult();
            return goesOn.Task;
        };
        bench.Tracker.Enqueue("carl", "step");
        bench.Tracker.Enqueue("ada", "step");

        Task stopping = bench.StopHostAsync();
        await isAppending.Task;
        await Pause.ShortlyAsync();
        goesOn.SetResult();
        await stopping;

        bench.Status.Figures.InMemory.ShouldBe(0);
        store.GetStatistics().Count.ShouldBe(3);
    }

    [Fact]
    public async Task What_a_store_could_not_take_for_a_moment_is_stored_at_the_stop()
    {
        await using RoomyStore store = new();
        await using Workbench bench = await StartAsync(store);
        await bench.Simulator.StopAsync();
        store.Failure = new IOException("the disk is gone");
        for (int number = 0; number < 10; number++)
        {
            bench.Tracker.Enqueue($"person-{number}", "step");
        }

        Task<DeliveryResult> merge = bench.Client.MergeAsync("ada", "bob");
        await bench.WaitForAsync(static bench => bench.Log.Ids.Count(static id => id == 1104) >= 2);
        int failures = bench.Log.Ids.Count(static id => id == 1104);
        Task stopping = bench.StopHostAsync();
        await bench.WaitForAsync(bench => bench.Log.Ids.Count(static id => id == 1104) >= failures + 2);
        store.Failure = null;
        await stopping;

        bench.Status.Figures.InMemory.ShouldBe(0);
        store.GetStatistics().Count.ShouldBe(11);
        (await merge).Status.ShouldBe(DeliveryStatus.Stored);
    }

    [Fact]
    public async Task Stopping_waits_for_a_delete_that_is_being_sent()
    {
        await using Workbench bench = await Workbench.StartAsync();
        TaskCompletionSource isUnderWay = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bench.Simulator.Faults.When(
            request =>
            {
                isUnderWay.TrySetResult();
                return true;
            },
            Testing.Fault.Latency(TimeSpan.FromMilliseconds(300)));
        Task<DeliveryResult> delete = bench.Client.DeleteAsync("ada");
        await isUnderWay.Task;

        await bench.StopHostAsync();

        (await delete).Status.ShouldBe(DeliveryStatus.Delivered);
        bench.Status.Figures.Stored.ShouldBe(0);
    }

    private static Task<Workbench> StartAsync(RoomyStore store, bool isDown = false) => Workbench.StartAsync(
        static options =>
        {
            Quick.Recovery(options);
            options.Delivery.Lanes = 1;
            options.Delivery.MaxBatchCount = 1;
            options.Delivery.FlushCount = 1;
            options.Delivery.ShutdownTimeout = TimeSpan.Zero;
        },
        build: builder =>
        {
            builder.UseFallbackStore(_ => store);
            if (isDown)
            {
                builder.TrackHttpClient.AddHttpMessageHandler(static () => new NoServer());
            }
        });

    private sealed class NoServer : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new HttpRequestException("nobody is there");
    }
}
