using CustomerIo.Resilience.Delivery.Intake;
using CustomerIo.Resilience.Delivery.Lanes;
using OperationKind = CustomerIo.Resilience.Fallback.OperationKind;

namespace CustomerIo.Resilience.Tests.Delivery.Lanes;

public sealed class LaneTests
{
    private static readonly EntityKey Bob = EntityKey.Person("bob");

    [Fact]
    public void Who_waits_for_a_lane_to_get_past_what_a_later_delete_erases_waits_no_longer()
    {
        SequenceSource sequences = new();
        using Lane lane = new(0, SettingsWith(sequences));
        lane.Accept(new OperationHead(default, OperationKind.Event, Bob, default), "{}"u8, promise: null)
            .ShouldBe(RejectionReason.None);
        bool isPast = false;
        Passage passage = new(() => isPast = true);
        lane.WhenPast(passage, sequences.Next(), namingOnly: false);
        passage.Pass();
        isPast.ShouldBeFalse();

        lane.Erase(Bob, sequences.Next());

        isPast.ShouldBeTrue();
        lane.Figures.InMemory.ShouldBe(0);
    }

    private static LaneSettings SettingsWith(SequenceSource sequences) => new(
        FlushCount: 50,
        FlushInterval: TimeSpan.FromHours(1),
        CallerTimeout: TimeSpan.FromSeconds(30),
        TimeProvider.System,
        sequences,
        new SequenceSource(),
        new MemoryBudget(100, 1_000_000),
        new BatchPool(100, 4),
        StoreMode.Spill);
}
