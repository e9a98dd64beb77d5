using System.Text;
using CustomerIo.Resilience.Delivery.Lanes;
using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Tests.Support;

namespace CustomerIo.Resilience.Tests.Delivery;

/// <summary>A durable store that takes what it is given, says that it failed, and cannot be asked for a while.</summary>
public sealed class StoreGoneTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly RoomyStore _store = new();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_the_server_takes_meanwhile_is_told_booked_and_sent_once(bool isRefused)
    {
        await using Workbench bench = await StartAsync();
        bench.Simulator.Faults.Next(Fault.Hang());
        Task<DeliveryResult>[] calls =
            [.. Enumerable.Range(0, 40).Select(number => bench.Client.TrackAsync("ada", "step", new() { ["n"] = number }))];
        await bench.WaitForAsync(static bench => bench.Simulator.Faults.HungRequests == 1);

        _store.IsGone = true;
        await bench.Simulator.StopAsync();
        await bench.WaitForAsync(_ => _store.GetStatistics().Count > 0);
        await bench.Simulator.StartAgainAsync();
        if (isRefused)
        {
            bench.Simulator.Faults.When("/", Fault.RejectItemsAtRandom(1));
        }

        await Task.WhenAll(calls).WaitAsync(Patience);
        await bench.WaitForAsync(static bench => bench.Status.Figures is { InMemory: 0, Stored: 0 });
        bench.Simulator.Faults.Clear();
        _store.IsGone = false;
        (await bench.Client.TrackAsync("ada", "step", new() { ["n"] = 40 }).WaitAsync(Patience)).Status.ShouldBe(DeliveryStatus.Delivered);
        await bench.StopHostAsync();

        _store.GetStatistics().Count.ShouldBe(0);
        string[] sent = [.. bench.Simulator.EventsOf("ada").Select(static operation => Encoding.UTF8.GetString(operation.AttributesJson.Span))];
        sent.ShouldBe(Enumerable.Range(isRefused ? 40 : 0, isRefused ? 1 : 41).Select(static number => $$"""{"n":{{number}}}"""));
        bench.Simulator.DuplicateEvents.ShouldBeEmpty();
        DeliveryFigures figures = bench.Status.Figures;
        (figures.Accepted, figures.Delivered + figures.Rejected, figures.Stored, figures.InMemory, figures.Lost)
            .ShouldBe((41, 41, 0, 0, 0));
    }

    [Fact]
    public async Task What_was_sent_from_the_store_is_not_sent_again_because_it_cannot_be_booked()
    {
        await using Workbench bench = await StartAsync();
        await bench.Simulator.StopAsync();
        Task<DeliveryResult>[] calls =
            [.. Enumerable.Range(0, 40).Select(number => bench.Client.IdentifyAsync("ada", new() { ["n"] = number }))];
        (await Task.WhenAll(calls).WaitAsync(Patience)).ShouldAllBe(static result => result.Status == DeliveryStatus.Stored);
        await bench.Simulator.StartAgainAsync();
        bench.Simulator.Faults.Next(Fault.Hang());
        bench.Status.Circuits.Track.Isolate();
        bench.Status.Circuits.Track.Close();
        await bench.WaitForAsync(static bench => bench.Simulator.Faults.HungRequests == 1);

        _store.IsGone = true;
        bench.Simulator.Faults.ReleaseHung();
        await bench.WaitForAsync(static bench => bench.Status.Figures.Delivered > 0);
        _store.GetStatistics().Count.ShouldBe(40);
        _store.IsGone = false;
        await bench.SettleAsync();
        await bench.WaitForAsync(_ => _store.GetStatistics().Count == 0);

        string[] sent = [.. bench.Simulator.Operations.Select(static operation => Encoding.UTF8.GetString(operation.AttributesJson.Span))];
        sent.ShouldBe(Enumerable.Range(0, 40).Select(static number => $$"""{"n":{{number}}}"""));
        bench.Status.Figures.ShouldBe(new DeliveryFigures(40, 40, 0, 0, 0, 0, 16, 0));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_replay_that_happened_and_failed_all_the_same_is_delivered(bool isParked)
    {
        await using Workbench bench = await StartAsync();
        bench.Simulator.Faults.Next(Fault.RejectItems(0));
        (await bench.Client.TrackAsync("ada", "step", new() { ["n"] = 0 }).WaitAsync(Patience)).IsAccepted.ShouldBeFalse();
        Task<DeliveryResult>? merge = null;
        if (isParked)
        {
            bench.Simulator.Faults.Next(Fault.Hang());
            merge = bench.Client.MergeAsync("ada", "bob");
            await bench.WaitForAsync(static bench => bench.Simulator.Faults.HungRequests == 1);
        }

        _store.FailureAfterReplay = new IOException("the disk is gone");
        await Should.ThrowAsync<IOException>(() => bench.DeadLetters.ReplayAsync(new DeadLetterFilter()));
        bench.Simulator.Faults.ReleaseHung();

        await bench.WaitForAsync(static bench => bench.Simulator.EventsOf("ada").Count == 1);
        await bench.SettleAsync();
        await (merge ?? Task.CompletedTask).WaitAsync(Patience);
        int others = isParked ? 1 : 0;
        bench.Status.Figures.ShouldBe(new DeliveryFigures(2 + others, 1 + others, 1, 0, 0, 0, 16, 0));
        _store.GetStatistics().DeadLetters.ShouldBe(0);
    }

    [Fact]
    public async Task A_replay_that_happened_and_failed_is_not_sent_before_the_store_was_asked_again()
    {
        await using Workbench bench = await StartAsync(static options =>
        {
            options.Delivery.Lanes = 1;
            options.Delivery.Durability = Durability.WriteAhead;
        });
        bench.Simulator.Faults.Next(Fault.RejectItems(0));
        (await bench.Client.TrackAsync("ada", "step").WaitAsync(Patience)).IsAccepted.ShouldBeFalse();

        _store.FailureAfterReplay = new IOException("the disk is gone");
        await Should.ThrowAsync<IOException>(() => bench.DeadLetters.ReplayAsync(new DeadLetterFilter()));
        (await bench.Client.TrackAsync("bob", "step").WaitAsync(Patience)).Status.ShouldBe(DeliveryStatus.Delivered);
        await bench.WaitForAsync(bench => _store.Replays == 2 && bench.Simulator.EventsOf("ada").Count == 1);
        await bench.SettleAsync();

        bench.Status.Figures.ShouldBe(new DeliveryFigures(3, 2, 1, 0, 0, 0, 1, 0));
    }

    [Fact]
    public async Task What_is_owed_to_the_store_is_not_evicted_and_booked_twice()
    {
        await using RoomyStore store = new(new FallbackOptions { MaxCount = 2, WhenFull = StoreOverflow.DropOldestEvents });
        await using Workbench bench = await StartAsync(
            static options =>
            {
                options.Delivery.Lanes = 1;
                options.Delivery.Durability = Durability.WriteAhead;
            },
            store);
        bench.Simulator.Faults.Next(Fault.Hang());
        Task<DeliveryResult>[] first = [bench.Client.TrackAsync("ada", "step"), bench.Client.TrackAsync("ada", "step")];
        await bench.WaitForAsync(static bench => bench.Simulator.Faults.HungRequests == 1);

        store.IsGone = true;
        bench.Simulator.Faults.ReleaseHung();
        await bench.WaitForAsync(static bench => bench.Status.Figures.Delivered > 0);
        store.IsGone = false;
        Task<DeliveryResult>[] second = [bench.Client.TrackAsync("bob", "step"), bench.Client.TrackAsync("bob", "step")];
        await Task.WhenAll([.. first, .. second]).WaitAsync(Patience);
        await bench.SettleAsync();

        bench.Status.Figures.ShouldBe(new DeliveryFigures(4, 4, 0, 0, 0, 0, 1, 0));
    }

    [Fact]
    public async Task What_was_stored_in_doubt_is_not_sent_from_the_store_and_from_memory()
    {
        await using Workbench bench = await StartAsync(static options => options.Delivery.Lanes = 1);
        bench.Status.Circuits.Track.Isolate();
        (await bench.Client.TrackAsync("ada", "step").WaitAsync(Patience)).Status.ShouldBe(DeliveryStatus.Stored);
        _store.FailureAfter = new IOException("the disk is gone");
        Task<DeliveryResult> second = bench.Client.TrackAsync("bob", "step");
        await bench.WaitForAsync(_ => _store.FailureAfter is null);
        await bench.WaitForAsync(static bench => bench.Log.Ids.Contains(1104));

        bench.Status.Circuits.Track.Close();

        (await second.WaitAsync(Patience)).IsAccepted.ShouldBeTrue();
        await bench.Tracker.FlushAsync(Patience);
        await bench.SettleAsync();
        bench.Simulator.DuplicateEvents.ShouldBeEmpty();
        bench.Status.Figures.ShouldBe(new DeliveryFigures(2, 2, 0, 0, 0, 0, 1, 0));
    }

    [Fact]
    public async Task What_another_append_evicts_is_not_lost_when_it_is_missed_before_that_is_told()
    {
        await using RoomyStore store = new(new FallbackOptions { MaxCount = 1, WhenFull = StoreOverflow.DropOldestEvents });
        await using Workbench bench = await StartAsync(null, store);
        (string evicted, string evicting) = PeopleOfTwoLanes();
        bench.Status.Circuits.Track.Isolate();
        (await bench.Client.TrackAsync(evicted, "step").WaitAsync(Patience)).Status.ShouldBe(DeliveryStatus.Stored);
        TaskCompletionSource told = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource read = new(TaskCreationOptions.RunContinuationsAsynchronously);
        store.Withheld = told.Task;
        Task<DeliveryResult> second = bench.Client.TrackAsync(evicting, "step");
        await bench.WaitForAsync(_ => store.Withheld is null);
        store.Reading = (lane, rows) =>
        {
            if (lane == LaneOf(evicted) && rows.Count == 0)
            {
                read.TrySetResult();
            }
        };
        bench.Status.Circuits.Track.Close();

        await read.Task.WaitAsync(Patience);
        await Pause.ShortlyAsync();
        told.SetResult();
        (await second.WaitAsync(Patience)).IsAccepted.ShouldBeTrue();
        await bench.WaitForAsync(static bench => bench.Status.Figures is { InMemory: 0, Stored: 0, DivertedLanes: 0 });

        bench.Status.Figures.ShouldBe(new DeliveryFigures(2, 1, 1, 0, 0, 0, 16, 0));
    }

    private static (string One, string Other) PeopleOfTwoLanes()
    {
        string other = Enumerable.Range(0, 100).Select(static number => $"p{number}").First(static id => LaneOf(id) != LaneOf("ada"));
        return ("ada", other);
    }

    private static int LaneOf(string id) => OperationKey.LaneOf(EntityKey.Person(id).StoredKey, 16);

    private Task<Workbench> StartAsync(Action<CustomerIoOptions>? configure = null, RoomyStore? store = null) =>
        Workbench.StartAsync(
            options =>
            {
                Quick.Recovery(options);
                options.Delivery.StampLastSeenAt = false;
                options.Delivery.StampTrackedAt = false;
                configure?.Invoke(options);
            },
            build: builder => builder.UseFallbackStore(_ => store ?? _store));
}
