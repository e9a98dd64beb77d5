using CustomerIo.Resilience.Delivery.Intake;
using CustomerIo.Resilience.Delivery.Lanes;
using CustomerIo.Resilience.Delivery.Parking;
using CustomerIo.Resilience.Tests.Support;
using OperationKind = CustomerIo.Resilience.Fallback.OperationKind;

namespace CustomerIo.Resilience.Tests.Delivery.Lanes;

public sealed class LaneTests
{
    private static readonly EntityKey Bob = EntityKey.Person("bob");

    [Fact]
    public void Who_waits_for_a_lane_to_get_past_what_a_later_delete_erases_waits_no_longer()
    {
        SequenceSource sequences = new();
        LaneSettings settings = SettingsWith(sequences);
        using LaneSet lanes = new(1, settings);
        Lane lane = lanes[0];
        SideLane side = new(settings, lanes, new ParkedKeys(100));
        lane.Accept(new OperationHead(default, OperationKind.Event, Bob, default), "{}"u8, promise: null)
            .ShouldBe(RejectionReason.None);
        bool isPast = false;
        Passage passage = new(() => isPast = true);
        lane.WhenPast(passage, sequences.Next(), namingOnly: false);
        passage.Pass();
        isPast.ShouldBeFalse();

        side.Accept(new OperationHead(default, OperationKind.Delete, Bob, default), "{}"u8, promise: null)
            .ShouldBe(RejectionReason.None);

        isPast.ShouldBeTrue();
        lane.Books.Figures.ShouldBe(new LaneFigures(2, 0, 1, 0, 1, 0));
    }

    [Fact]
    public void An_operation_that_comes_does_not_put_off_what_a_lane_wakes_for()
    {
        FakeTime time = new();
        using Lane lane = new(0, SettingsWith(new SequenceSource(), time));
        lane.WakeAfter(TimeSpan.FromSeconds(1));
        lane.Accept(new OperationHead(default, OperationKind.Event, Bob, default), "{}"u8, promise: null)
            .ShouldBe(RejectionReason.None);
        ValueTask woken = lane.Signal.WaitAsync();
        woken.IsCompleted.ShouldBeFalse();

        time.Advance(TimeSpan.FromSeconds(1));

        woken.IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public void What_was_moved_up_to_be_a_trial_does_not_hide_what_is_older()
    {
        OperationHead head = new(default, OperationKind.Event, Bob, default);
        Batch working = new(10);
        working.Add(head, 500, "{}"u8);
        working.Add(head, 120, "{}"u8);
        working.FirstInMemory.ShouldBe(120);

        working.Entries[1].HasLeft = true;
        LaneQueue queue = new(new BatchPool(10, 4), TimeProvider.System);
        queue.Add(head, 130, "{}"u8, promise: null);
        queue.PutBack(working);
        queue.FirstSequence.ShouldBe(130);
    }

    private static LaneSettings SettingsWith(SequenceSource sequences, TimeProvider? time = null) => new(
        FlushCount: 50,
        FlushInterval: TimeSpan.FromHours(1),
        CallerTimeout: TimeSpan.FromSeconds(30),
        time ?? TimeProvider.System,
        sequences,
        new SequenceSource(),
        new MemoryBudget(100, 1_000_000),
        new BatchPool(100, 4),
        StoreMode.Spill);
}
