using CustomerIo.Resilience.Delivery;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Tests.Delivery.Lanes;

public sealed class LaneDueTests : IDisposable
{
    private readonly LaneBench _bench = new(StoreRole.Refuge, flushCount: 3);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_page_is_due_at_its_number()
    {
        _bench.Append();
        _bench.Append();
        _bench.Starts.ShouldBe(0);

        _bench.Append();

        _bench.Starts.ShouldBe(1);
        _bench.Take().Count.ShouldBe(3);
    }

    [Fact]
    public void A_page_is_due_at_its_age_which_is_that_of_its_first_operation()
    {
        _bench.Append();
        _bench.Time.Advance(TimeSpan.FromSeconds(3));
        _bench.Append();
        _bench.Time.Advance(TimeSpan.FromSeconds(2) - TimeSpan.FromTicks(1));
        _bench.Starts.ShouldBe(0);

        _bench.Time.Advance(TimeSpan.FromTicks(1));

        _bench.Starts.ShouldBe(1);
        _bench.Take().Count.ShouldBe(2);
    }

    [Fact]
    public void A_page_that_somebody_waits_for_is_due_at_once()
    {
        _bench.Append(promise: new DeliveryPromise());

        _bench.Starts.ShouldBe(1);
    }

    [Fact]
    public void A_pump_that_comes_too_early_is_called_again_in_time()
    {
        _bench.Append();
        _bench.Time.Advance(TimeSpan.FromSeconds(2));
        _bench.Lane.Wake();
        _bench.Starts.ShouldBe(1);

        _bench.Lane.Take(out _).ShouldBeNull();

        _bench.Time.Advance(TimeSpan.FromSeconds(3) - TimeSpan.FromTicks(1));
        _bench.Starts.ShouldBe(1);
        _bench.Time.Advance(TimeSpan.FromTicks(1));
        _bench.Starts.ShouldBe(2);
        _bench.Take();
    }

    [Fact]
    public void There_is_one_pump_at_a_time()
    {
        _bench.Append();
        _bench.Lane.Wake();
        _bench.Lane.Wake();
        _bench.Append(promise: new DeliveryPromise());
        _bench.Lane.Wake();

        _bench.Starts.ShouldBe(1);
        _bench.Deliver(_bench.Take());
        _bench.Lane.Take(out _).ShouldBeNull();
        _bench.Lane.Wake();
        _bench.Starts.ShouldBe(1, "there is nothing to carry");
        _bench.Append(promise: new DeliveryPromise());
        _bench.Starts.ShouldBe(2);
    }

    [Fact]
    public void A_flush_is_about_what_waits_when_it_begins()
    {
        _bench.Lane.BeginFlush().ShouldBeNull();
        _bench.Append();
        LaneFlush first = _bench.Lane.BeginFlush().ShouldNotBeNull();
        _bench.Starts.ShouldBe(1);
        Page page = _bench.Take();
        _bench.Append();
        LaneFlush second = _bench.Lane.BeginFlush().ShouldNotBeNull();

        _bench.Deliver(page);

        first.Done.IsCompleted.ShouldBeTrue();
        first.Result.ShouldBe(new FlushResult(1, 0, 0, 0));
        second.Done.IsCompleted.ShouldBeFalse();
        second.Result.ShouldBe(new FlushResult(1, 0, 0, 1));
        _bench.Deliver(_bench.Take());
        second.Done.IsCompleted.ShouldBeTrue();
        second.Result.ShouldBe(new FlushResult(2, 0, 0, 0));
    }

    [Fact]
    public void A_flush_waits_for_what_is_under_way_alone()
    {
        _bench.Append(promise: new DeliveryPromise());
        Page page = _bench.Take();

        LaneFlush flush = _bench.Lane.BeginFlush().ShouldNotBeNull();

        flush.Done.IsCompleted.ShouldBeFalse();
        _bench.Deliver(page);
        flush.Done.IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public async Task An_erasure_takes_what_waits_of_that_person_and_leaves_the_rest()
    {
        DeliveryPromise erased = new();
        _bench.Append("ada", promise: erased);
        Page underWay = _bench.Take();
        DeliveryPromise[] ofAda = [new(), new()];
        DeliveryPromise ofBob = new();
        _bench.Append("ada", promise: ofAda[0]);
        _bench.Append("bob", promise: ofBob);
        _bench.Append("ada", promise: ofAda[1]);

        _bench.Append("ada", OperationKind.Delete).ShouldBe(RejectionReason.None);

        foreach (DeliveryPromise promise in ofAda)
        {
            (await promise.Task).Reason.ShouldBe(RejectionReason.Erased);
        }

        (erased.Task.IsCompleted, ofBob.Task.IsCompleted).ShouldBe((false, false), "it is under way, and nothing was asked of Bob");
        _bench.Lane.Figures.ShouldBe(new LaneFigures(Accepted: 5, 0, Rejected: 2, 0, InMemory: 3, 0));
        (_bench.Budget.Count, _bench.Budget.Bytes).ShouldBe((3, 30));
        _bench.Deliver(underWay);
        Page rest = _bench.Take();
        rest.Entries.ToArray().Select(static entry => entry.Head.Kind).ShouldBe([OperationKind.Event, OperationKind.Delete]);
    }

    [Fact]
    public void An_erasure_that_takes_a_whole_page_takes_the_page()
    {
        using LaneBench bench = new(StoreRole.Refuge, flushCount: 100, pageCount: 2);
        foreach (string person in new[] { "ada", "ada", "bob", "ada", "ada" })
        {
            bench.Append(person);
        }

        bench.Append("ada", OperationKind.Suppress);

        Page page = bench.Take();
        page.Entries.ToArray().Select(static entry => entry.Head.Kind).ShouldBe([OperationKind.Event, OperationKind.Suppress]);
        bench.Deliver(page);
        bench.Lane.Take(out _).ShouldBeNull();
    }
}
