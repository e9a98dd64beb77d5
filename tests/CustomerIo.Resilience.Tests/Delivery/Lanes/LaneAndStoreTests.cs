using CustomerIo.Resilience.Delivery;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Tests.Delivery.Lanes;

public sealed class LaneAndStoreTests : IDisposable
{
    private readonly LaneBench _bench = new(StoreRole.Refuge);

    private Lane Lane => _bench.Lane;

    public LaneAndStoreTests() => Lane.Divert();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_look_that_found_the_store_empty_counts_only_if_nothing_was_stored_since()
    {
        long before = Lane.StoreWrites;
        StoreOne();

        Lane.TryGoLive(before, out long lost).ShouldBeFalse();

        lost.ShouldBe(0);
        Lane.IsDiverted.ShouldBeTrue();
        Lane.Figures.ShouldBe(new LaneFigures(Accepted: 1, 0, 0, Stored: 1, 0, 0));
        Lane.TryBeginDrain(out _).ShouldBeTrue();
    }

    [Fact]
    public void What_the_store_should_have_had_is_counted_as_lost()
    {
        StoreOne();

        Lane.TryGoLive(Lane.StoreWrites, out long lost).ShouldBeTrue();

        lost.ShouldBe(1);
        Lane.IsDiverted.ShouldBeFalse();
        Lane.Figures.ShouldBe(new LaneFigures(Accepted: 1, 0, 0, 0, 0, Lost: 1));
    }

    [Fact]
    public void A_lane_does_not_go_live_while_its_pump_is_storing()
    {
        _bench.Append();
        _bench.Take(throughStore: true);

        Lane.TryGoLive(Lane.StoreWrites, out _).ShouldBeFalse();
        Lane.TryBeginDrain(out _).ShouldBeFalse();
    }

    [Fact]
    public void What_a_former_run_left_comes_first()
    {
        Lane.Restore(new LaneBacklog(0, Count: 3, OldestSequence: 1, NewestSequence: 3));
        _bench.Append();

        Lane.Figures.ShouldBe(new LaneFigures(Accepted: 4, 0, 0, Stored: 3, InMemory: 1, 0));
        Lane.IsDiverted.ShouldBeTrue();
        Lane.TryBeginDrain(out long upTo).ShouldBeTrue();
        upTo.ShouldBeGreaterThan(3);
        Lane.TryBeginDrain(out _).ShouldBeFalse("one drains a lane at a time");
        Lane.EndDrain();
        Lane.TryBeginDrain(out _).ShouldBeTrue();
    }

    [Fact]
    public void Nothing_that_is_newer_than_what_is_in_memory_is_drained()
    {
        StoreOne();
        _bench.Append();
        long inMemory = _bench.Take(throughStore: true).FirstSequence;

        Lane.StoreBegins(inMemory).ShouldBeTrue();

        Lane.TryBeginDrain(out _).ShouldBeFalse();
        Lane.StoreBegins(inMemory - 1).ShouldBeTrue();
        Lane.StoreBegins(inMemory - 1).ShouldBeFalse("it has not moved on");
        Lane.TryBeginDrain(out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Going_live_and_the_end_of_a_drain_tell_those_who_wait_for_the_lane()
    {
        StoreOne();
        Task<bool> past = Lane.WhenPastAsync(long.MaxValue, throughOutage: true);
        Lane.StoreBegins(long.MaxValue);
        past.IsCompleted.ShouldBeFalse();

        Lane.TryBeginDrain(out _);
        Lane.EndDrain();

        (await past).ShouldBeTrue();
        StoreOne();
        past = Lane.WhenPastAsync(long.MaxValue, throughOutage: true);
        Lane.TryGoLive(Lane.StoreWrites, out _).ShouldBeTrue();
        (await past).ShouldBeTrue();
    }

    [Fact]
    public void Going_live_sends_what_came_meanwhile()
    {
        Page page = Taken();
        _bench.Append();
        _bench.Store(page);
        Lane.Take(out _);
        _bench.Dispose();
        using LaneBench other = new(StoreRole.Refuge, flushCount: 5);
        other.Append();
        int before = other.Starts;

        other.Lane.TryGoLive(other.Lane.StoreWrites, out _).ShouldBeTrue();

        other.Starts.ShouldBe(before + 1);
    }

    [Fact]
    public async Task A_diversion_tells_those_who_would_wait_through_an_outage()
    {
        using LaneBench bench = new(StoreRole.Refuge);
        bench.Append();
        Page page = bench.Take();
        Task<bool> patient = bench.Lane.WhenPastAsync(page.FirstSequence + 1, throughOutage: true);
        Task<bool> impatient = bench.Lane.WhenPastAsync(page.FirstSequence + 1);
        bench.Lane.WhenPastAsync(page.FirstSequence).IsCompleted.ShouldBeTrue("nothing is before the first");

        bench.Lane.Divert();

        (await impatient).ShouldBeFalse();
        patient.IsCompleted.ShouldBeFalse();
        bench.Lane.IsPast(page.FirstSequence).ShouldBeTrue();
        bench.Lane.IsPast(page.FirstSequence + 1).ShouldBeFalse();
        bench.Deliver(page);
        (await patient).ShouldBeTrue();
    }

    [Fact]
    public void What_found_no_room_is_tried_again_after_a_while_and_the_lane_is_not_diverted_for_nothing()
    {
        Page page = Taken();

        Lane.PutBack(page, TimeSpan.FromSeconds(1));

        Lane.IsDiverted.ShouldBeFalse("the store has nothing that would have to come first");
        int before = _bench.Starts;
        _bench.Time.Advance(TimeSpan.FromSeconds(1));
        _bench.Starts.ShouldBe(before + 1);
        _bench.Take().Count.ShouldBe(1);
    }

    private Page Taken()
    {
        _bench.Append();
        return _bench.Take(throughStore: true);
    }

    private void StoreOne() => _bench.Store(Taken());
}
