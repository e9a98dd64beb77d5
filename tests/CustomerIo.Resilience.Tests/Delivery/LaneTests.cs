using CustomerIo.Resilience.Delivery;
using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Tests.Support;

namespace CustomerIo.Resilience.Tests.Delivery;

public sealed class LaneTests : IDisposable
{
    private readonly Lane _lane;

    public LaneTests()
    {
        FakeTime time = new();
        LaneSettings settings = new(
            FlushCount: 1,
            FlushInterval: TimeSpan.FromSeconds(5),
            time,
            new SequenceSource(time),
            new MemoryBudget(100, 100_000),
            new PagePool(maxBatchCount: 10, capacity: 2),
            Role: StoreRole.Refuge);
        _lane = new Lane(0, settings, static _ => { });
        _lane.Divert();
    }

    public void Dispose() => _lane.Dispose();

    [Fact]
    public void A_look_that_found_the_store_empty_counts_only_if_nothing_was_stored_since()
    {
        long before = _lane.StoreWrites;
        StoreOne();

        _lane.TryGoLive(before, out long lost).ShouldBeFalse();

        lost.ShouldBe(0);
        _lane.IsDiverted.ShouldBeTrue();
        _lane.Figures.ShouldBe(new LaneFigures(Accepted: 1, 0, 0, Stored: 1, 0, 0));
        _lane.TryBeginDrain(out _).ShouldBeTrue();
    }

    [Fact]
    public void What_the_store_should_have_had_is_counted_as_lost()
    {
        StoreOne();

        _lane.TryGoLive(_lane.StoreWrites, out long lost).ShouldBeTrue();

        lost.ShouldBe(1);
        _lane.IsDiverted.ShouldBeFalse();
        _lane.Figures.ShouldBe(new LaneFigures(Accepted: 1, 0, 0, 0, 0, Lost: 1));
    }

    [Fact]
    public void A_lane_does_not_go_live_while_its_pump_is_storing()
    {
        Append();
        _lane.Take(out _).ShouldNotBeNull();

        _lane.TryGoLive(_lane.StoreWrites, out _).ShouldBeFalse();
        _lane.TryBeginDrain(out _).ShouldBeFalse();
    }

    private void Append()
    {
        OperationHead head = new(new Ulid(1, 1), OperationKind.Event, EntityKey.Person("ada"), DateTimeOffset.UnixEpoch);
        _lane.Append(head, "{}"u8, promise: null).ShouldBe(RejectionReason.None);
    }

    private void StoreOne()
    {
        Append();
        Page page = _lane.Take(out _)!;
        _lane.StoreHolds(page.FirstSequence);
        page.Entries[0].Result = DeliveryResult.Stored(page.Entries[0].Head.Id);
        _lane.Settle(page);
        _lane.Release(page, throughStore: true);
    }
}
