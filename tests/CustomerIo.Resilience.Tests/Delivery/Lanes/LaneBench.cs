using CustomerIo.Resilience.Delivery;
using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Tests.Support;

namespace CustomerIo.Resilience.Tests.Delivery.Lanes;

/// <summary>One lane by itself: the test is its pump, its drainer and its clock.</summary>
internal sealed class LaneBench : IDisposable
{
    private long _ids;

    public LaneBench(StoreRole role, int flushCount = 1, int pageCount = 10)
    {
        LaneSettings settings = new(
            flushCount,
            TimeSpan.FromSeconds(5),
            Time,
            new SequenceSource(Time),
            Budget,
            new PagePool(pageCount, capacity: 2),
            role);
        Lane = new Lane(0, settings, _ => Starts++);
    }

    public FakeTime Time { get; } = new();

    public MemoryBudget Budget { get; } = new(100, 1_000);

    public Lane Lane { get; }

    /// <summary>How often the lane asked for a pump.</summary>
    public int Starts { get; private set; }

    public void Dispose() => Lane.Dispose();

    public RejectionReason Append(
        string person = "ada", OperationKind kind = OperationKind.Event, DeliveryPromise? promise = null, int bytes = 10)
    {
        OperationHead head = new(new Ulid(1, (ulong)++_ids), kind, EntityKey.Person(person), DateTimeOffset.UnixEpoch);
        return Lane.Append(head, new byte[bytes], promise);
    }

    public Page Take(bool throughStore = false)
    {
        Page page = Lane.Take(out bool store).ShouldNotBeNull();
        store.ShouldBe(throughStore);
        return page;
    }

    public void Deliver(Page page) => Finish(page, static id => DeliveryResult.Delivered(id), throughStore: false);

    public void Store(Page page)
    {
        Lane.ExpectDelivery(page);
        Lane.StoreHolds(page.FirstSequence);
        Finish(page, static id => DeliveryResult.Stored(id), throughStore: true);
    }

    private void Finish(Page page, Func<Ulid, DeliveryResult> result, bool throughStore)
    {
        foreach (ref PageEntry entry in page.Entries)
        {
            entry.Result = result(entry.Head.Id);
        }

        Lane.Settle(page);
        Lane.Release(page, throughStore);
    }
}
