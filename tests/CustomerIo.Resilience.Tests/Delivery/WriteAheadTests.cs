using System.Globalization;
using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Tests.Support;

namespace CustomerIo.Resilience.Tests.Delivery;

public sealed class WriteAheadTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly RoomyStore _store = new();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task The_store_has_what_was_enqueued_when_the_call_is_back()
    {
        await using Workbench bench = await StartAsync();
        bench.Simulator.Faults.When("/", Fault.Hang());

        for (int number = 0; number < 20; number++)
        {
            bench.Tracker.Enqueue($"p{number}", "step").Status.ShouldBe(DeliveryStatus.Stored);
            _store.GetStatistics().Count.ShouldBe(number + 1);
        }

        bench.Tracker.EnqueueIdentify("p1", new() { ["plan"] = "pro" }).Status.ShouldBe(DeliveryStatus.Stored);
        bench.Tracker.Enqueue("p1", new string('x', 101)).Reason.ShouldBe(RejectionReason.Invalid);
        bench.Simulator.OperationCount.ShouldBe(0);
    }

    [Fact]
    public async Task An_awaited_call_is_stored_first_and_answers_when_it_is_delivered()
    {
        await using Workbench bench = await StartAsync();
        bench.Simulator.Faults.Next(Fault.Hang());
        Task<DeliveryResult> waiting = bench.Client.TrackAsync("ada", "step");
        await bench.WaitForAsync(static bench => bench.Simulator.Faults.HungRequests == 1);

        _store.GetStatistics().Count.ShouldBe(1);
        waiting.IsCompleted.ShouldBeFalse();
        bench.Simulator.Faults.ReleaseHung();

        (await waiting.WaitAsync(Patience)).Status.ShouldBe(DeliveryStatus.Delivered);
        await bench.WaitForAsync(_ => _store.GetStatistics().Count == 0);
        bench.Status.Figures.ShouldBe(new DeliveryFigures(1, 1, 0, 0, 0, 0, 16, 0));
    }

    [Fact]
    public async Task Without_keeping_a_thread_a_call_in_the_background_ends_when_the_store_has_it()
    {
        await using Workbench bench = await StartAsync();
        bench.Simulator.Faults.When("/", Fault.Hang());
        TaskCompletionSource told = new();
        _store.Withheld = told.Task;

        Task<DeliveryResult> waiting = bench.Tracker.EnqueueAsync("ada", "step").AsTask();
        (await bench.Tracker.EnqueuePageAsync("bob", "shop").AsTask().WaitAsync(Patience)).Status.ShouldBe(DeliveryStatus.Stored);
        waiting.IsCompleted.ShouldBeFalse();
        told.SetResult();

        (await waiting.WaitAsync(Patience)).Status.ShouldBe(DeliveryStatus.Stored);
        (await bench.Tracker.EnqueueScreenAsync("ada", "start")).Status.ShouldBe(DeliveryStatus.Stored);
        (await bench.Tracker.EnqueueIdentifyAsync("ada", new() { ["plan"] = "pro" })).Status.ShouldBe(DeliveryStatus.Stored);
        (await bench.Tracker.EnqueueAsync("ada", new string('x', 101))).Reason.ShouldBe(RejectionReason.Invalid);
        await Should.ThrowAsync<OperationCanceledException>(
            () => bench.Tracker.EnqueueAsync("ada", "step", cancellationToken: new(canceled: true)).AsTask());
        _store.GetStatistics().Count.ShouldBe(4);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_merge_goes_behind_what_is_on_its_way_into_the_store(bool isNamed)
    {
        await using Workbench bench = await StartAsync();
        TaskCompletionSource told = new();
        _store.Withheld = told.Task;
        Task<DeliveryResult> before = isNamed
            ? bench.Client.IdentifyObjectAsync(ObjectId.Of(1, "firm"), people: [new PersonRelationship("ada")])
            : bench.Client.TrackAsync("ada", "step");
        Task<DeliveryResult> merge = bench.Client.MergeAsync("ada", "bob");

        for (int number = 0; number < 100; number++)
        {
            (await bench.Client.TrackAsync($"p{number}", "other").WaitAsync(Patience)).Status.ShouldBe(DeliveryStatus.Delivered);
            bench.Status.Figures.Stored.ShouldBeGreaterThanOrEqualTo(0);
        }

        bench.Simulator.Operations.ShouldNotContain(static operation => operation.Action == "merge");
        told.SetResult();

        (await before.WaitAsync(Patience)).Status.ShouldBe(DeliveryStatus.Delivered);
        (await merge.WaitAsync(Patience)).Status.ShouldBe(DeliveryStatus.Delivered);
        await bench.SettleAsync();
        bench.Simulator.Operations[^1].Action.ShouldBe("merge");
        bench.Status.Figures.ShouldBe(new DeliveryFigures(102, 102, 0, 0, 0, 0, 16, 0));
    }

    [Fact]
    public async Task What_is_on_its_way_into_the_store_when_the_host_stops_is_stored_and_its_caller_told()
    {
        await using Workbench bench = await StartAsync();
        TaskCompletionSource told = new();
        _store.Withheld = told.Task;
        Task<DeliveryResult> waiting = bench.Client.TrackAsync("ada", "step");
        Task stopping = bench.StopHostAsync();
        for (int stopped = 0; stopped < 100;)
        {
            stopped += bench.Tracker.Enqueue("bob", "step").Reason is RejectionReason.Stopped ? 1 : 0;
        }

        told.SetResult();

        (await waiting.WaitAsync(Patience)).Status.ShouldBe(DeliveryStatus.Stored);
        await stopping.WaitAsync(Patience);
        bench.Status.Figures.InMemory.ShouldBe(0);
    }

    [Fact]
    public async Task In_an_outage_awaited_calls_answer_stored_without_waiting_for_it_to_end()
    {
        await using Workbench bench = await StartAsync(static options => options.Fallback.DrainDelay = TimeSpan.FromHours(1));
        await bench.Simulator.StopAsync();

        for (int number = 0; number < 50; number++)
        {
            DeliveryResult result = await bench.Client.TrackAsync($"p{number}", "step").WaitAsync(Patience);
            result.Status.ShouldBe(DeliveryStatus.Stored);
        }

        await bench.Simulator.StartAgainAsync();
        bench.Status.Circuits.Track.Isolate();
        bench.Status.Circuits.Track.Close();
        await bench.SettleAsync();
        (await bench.Client.TrackAsync("p1", "step").WaitAsync(Patience)).Status.ShouldBe(DeliveryStatus.Delivered);
        bench.Simulator.OperationCount.ShouldBe(51);
    }

    [Fact]
    public async Task A_delete_tells_those_who_wait_for_what_it_erased_from_the_store()
    {
        await using Workbench bench = await StartAsync();
        bench.Simulator.Faults.Next(Fault.Hang());
        Task<DeliveryResult> sent = bench.Client.TrackAsync("ada", "step");
        await bench.WaitForAsync(static bench => bench.Simulator.Faults.HungRequests == 1);
        Task<DeliveryResult> pointless = bench.Client.TrackAsync("ada", "step");
        await bench.WaitForAsync(_ => _store.GetStatistics().Count == 2);

        Task<DeliveryResult> delete = bench.Client.DeleteAsync("ada");

        (await pointless.WaitAsync(Patience)).Reason.ShouldBe(RejectionReason.Erased);
        bench.Simulator.Faults.ReleaseHung();
        (await delete.WaitAsync(Patience)).Status.ShouldBe(DeliveryStatus.Delivered);
        (await sent.WaitAsync(Patience)).Reason.ShouldBeOneOf(RejectionReason.Erased, RejectionReason.None);
        bench.Simulator.Person("ada").ShouldBeNull();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_the_store_nothing_is_sent_and_nothing_hangs(bool isFull)
    {
        await using Workbench bench = await StartAsync(
            static options => options.Track.TotalTimeout = options.Track.AttemptTimeout = TimeSpan.FromMilliseconds(500));
        _store.IsFull = isFull;
        _store.Failure = isFull ? null : new IOException("the disk is gone");

        // Nobody knows whether a failed append has happened, so it is repeated from memory; a full store says no.
        DeliveryStatus expected = isFull ? DeliveryStatus.Rejected : DeliveryStatus.Queued;
        bench.Tracker.Enqueue("ada", "step").Status.ShouldBe(expected);
        (await bench.Client.TrackAsync("ada", "step").WaitAsync(Patience)).Status.ShouldBe(expected);
        bench.Simulator.RequestCount.ShouldBe(0);

        _store.IsFull = false;
        _store.Failure = null;
        await bench.SettleAsync();
        (await bench.Client.TrackAsync("ada", "step").WaitAsync(Patience)).Status.ShouldBe(DeliveryStatus.Delivered);
        bench.Simulator.EventsOf("ada").Count.ShouldBe(isFull ? 1 : 3);
    }

    [Fact]
    public async Task Who_waits_while_the_host_stops_learns_that_it_is_stored()
    {
        await using Workbench bench = await StartAsync(
            static options => options.Delivery.ShutdownTimeout = TimeSpan.FromMilliseconds(100));
        bench.Simulator.Faults.When("/", Fault.Hang());
        Task<DeliveryResult>[] waiting =
            [.. Enumerable.Range(0, 20).Select(number => bench.Client.TrackAsync($"p{number % 4}", "step"))];

        await bench.StopHostAsync();

        (await Task.WhenAll(waiting).WaitAsync(Patience))
            .ShouldAllBe(static result => result.Status == DeliveryStatus.Stored);
        _store.GetStatistics().Count.ShouldBe(20);
    }

    [Fact]
    public async Task An_event_that_had_to_make_room_is_not_waited_for()
    {
        RoomyStore store = new(new FallbackOptions { MaxCount = 2, WhenFull = StoreOverflow.DropOldestEvents });
        await using Workbench bench = await StartAsync(store: store);
        bench.Simulator.Faults.When("/", Fault.Hang());
        Task<DeliveryResult> first = bench.Client.TrackAsync("ada", "step");
        await bench.WaitForAsync(_ => store.GetStatistics().Count == 1);

        bench.Tracker.Enqueue("bob", "step");
        bench.Tracker.Enqueue("bob", "step");

        DeliveryResult result = await first.WaitAsync(Patience);
        result.Reason.ShouldBe(RejectionReason.Evicted);
        result.OperationId.ShouldNotBe(default);
        bench.Log.Ids.ShouldContain(1114);
    }

    [Fact]
    public async Task It_needs_a_store_that_outlives_the_process()
    {
        InvalidOperationException failure = await Should.ThrowAsync<InvalidOperationException>(
            () => Workbench.StartAsync(static options => options.Delivery.Durability = Durability.WriteAhead));

        failure.Message.ShouldContain("UseSqliteFallback");
    }

    // Like T9: callers of all kinds on few people, a server that fails now and then, and order all the same.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Nobody_overtakes_anybody_on_the_way_through_the_store(int seed)
    {
        await using Workbench bench = await StartAsync(static options => options.Delivery.MaxBatchCount = 20);
        bench.Simulator.Faults.Random(
            (ulong)seed, (0.15, Fault.ServiceUnavailable()), (0.05, Fault.ResetAfterAcceptance()));
        History history = new();

        await Task.WhenAll(Enumerable.Range(0, 16).Select(worker => Task.Run(async () =>
        {
            Random own = new((seed * 100) + worker);
            for (int number = 0; number < 200; number++)
            {
                string name = string.Create(CultureInfo.InvariantCulture, $"p{worker}-{number % 3}");
                Dictionary<string, object?> data = new() { ["n"] = number };
                DeliveryResult result = own.Next(2) == 0
                    ? await bench.Client.TrackAsync(name, "step", data).WaitAsync(Patience)
                    : bench.Tracker.Enqueue(name, "step", data);
                history.Add(name, number, result);
            }
        })));
        await bench.SettleAsync();

        history.ShouldBeAt(bench.Simulator, $"seed {seed}");
        bench.Status.Figures.ShouldSatisfyAllConditions(
            figures => figures.Delivered.ShouldBe(3_200),
            figures => figures.Lost.ShouldBe(0));
    }

    private Task<Workbench> StartAsync(Action<CustomerIoOptions>? configure = null, RoomyStore? store = null) =>
        Workbench.StartAsync(
            options =>
            {
                Quick.Recovery(options);
                options.Delivery.Durability = Durability.WriteAhead;
                configure?.Invoke(options);
            },
            build: builder => builder.UseFallbackStore(_ => store ?? _store));
}
