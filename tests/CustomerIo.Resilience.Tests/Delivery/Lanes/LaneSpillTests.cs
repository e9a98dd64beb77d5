using CustomerIo.Resilience.Delivery;

namespace CustomerIo.Resilience.Tests.Delivery.Lanes;

public sealed class LaneSpillTests : IDisposable
{
    private readonly LaneBench _bench = new(StoreRole.Relief, flushCount: 2, pageCount: 2);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_second_pump_stores_what_is_behind_the_request_once_memory_fills_up()
    {
        Page sending = Sending();
        FillMemory();
        _bench.Starts.ShouldBe(2);

        Page spilled = _bench.Take(throughStore: true);

        _bench.Lane.IsDiverted.ShouldBeTrue();
        spilled.FirstSequence.ShouldBeGreaterThan(sending.FirstSequence);
        _bench.Append();
        _bench.Starts.ShouldBe(2, "there is one beside the request");
        _bench.Store(spilled);
        _bench.Lane.TryBeginDrain(out _).ShouldBeFalse("the request in flight is older");
    }

    [Fact]
    public void Nothing_is_spilled_without_a_request_in_flight_or_while_there_is_room()
    {
        _bench.Append(bytes: 800);
        _bench.Append();
        _bench.Append();
        _bench.Starts.ShouldBe(1);

        _bench.Take();
        _bench.Lane.IsDiverted.ShouldBeFalse();

        using LaneBench roomy = new(StoreRole.Relief, flushCount: 2, pageCount: 2);
        roomy.Append();
        roomy.Append();
        roomy.Take();
        roomy.Append();
        roomy.Append();
        roomy.Append();
        roomy.Starts.ShouldBe(1);
        roomy.Lane.IsDiverted.ShouldBeFalse();
    }

    [Fact]
    public void A_store_without_room_is_left_alone_for_a_while_and_the_request_goes_on()
    {
        Page sending = Sending();
        FillMemory();
        Page spilled = _bench.Take(throughStore: true);

        _bench.Lane.PutBack(spilled, TimeSpan.FromSeconds(3));

        _bench.Lane.IsDiverted.ShouldBeFalse();
        _bench.Append();
        _bench.Time.Advance(TimeSpan.FromSeconds(3) - TimeSpan.FromTicks(1));
        _bench.Append();
        _bench.Starts.ShouldBe(2);
        _bench.Time.Advance(TimeSpan.FromTicks(1));
        _bench.Append();
        _bench.Starts.ShouldBe(3);
        _bench.Deliver(sending);
    }

    [Fact]
    public void What_is_older_than_the_store_is_sent_although_the_store_has_something()
    {
        Page sending = Sending();
        FillMemory();
        long oldest = sending.FirstSequence;
        _bench.Store(_bench.Take(throughStore: true));
        _bench.Lane.PutBack(sending, TimeSpan.FromSeconds(1));
        _bench.Time.Advance(TimeSpan.FromSeconds(1));

        Page again = _bench.Take(throughStore: false);

        again.FirstSequence.ShouldBe(oldest);
        _bench.Deliver(again);
        _bench.Take(throughStore: true);
    }

    [Fact]
    public void When_the_request_ends_first_one_of_the_two_pumps_stops()
    {
        Page sending = Sending();
        FillMemory();
        Page spilled = _bench.Take(throughStore: true);
        _bench.Deliver(sending);
        _bench.Store(spilled);

        _bench.Lane.Take(out _).ShouldBeNull();

        _bench.Append();
        _bench.Starts.ShouldBe(2, "the other is at work");
        _bench.Take(throughStore: true);
    }

    private Page Sending()
    {
        _bench.Append();
        _bench.Append();
        return _bench.Take();
    }

    private void FillMemory()
    {
        _bench.Append(bytes: 700);
        _bench.Append(bytes: 50);
        _bench.Append();
    }
}
