using CustomerIo.Resilience.AspNetCore.Webhooks;
using CustomerIo.Resilience.Tests.Support;

namespace CustomerIo.Resilience.AspNetCore.Tests.Webhooks;

public sealed class EventMemoryTests
{
    private readonly FakeTime _time = new();

    [Fact]
    public void A_handled_event_is_remembered_for_its_time_and_no_longer()
    {
        EventMemory memory = new(new CustomerIoWebhookOptions { RememberFor = TimeSpan.FromDays(8) }, _time);
        Handle(memory, "a");

        _time.Advance(TimeSpan.FromDays(8) - TimeSpan.FromTicks(1));
        memory.IsNew("a", out EventEntry? entry).ShouldBeFalse();
        entry.ShouldBeNull();
        _time.Advance(TimeSpan.FromTicks(1));

        memory.IsNew("a", out _).ShouldBeTrue();
    }

    [Fact]
    public void The_oldest_are_forgotten_first_when_there_are_too_many()
    {
        EventMemory memory = new(new CustomerIoWebhookOptions { RememberEvents = 2 }, _time);
        Handle(memory, "a");
        Handle(memory, "b");
        Handle(memory, "c");

        memory.Count.ShouldBe(2);
        memory.IsNew("c", out _).ShouldBeFalse();
        memory.IsNew("b", out _).ShouldBeFalse();
        memory.IsNew("a", out _).ShouldBeTrue();
    }

    [Fact]
    public void Memory_does_not_grow_with_the_number_of_events()
    {
        EventMemory memory = new(new CustomerIoWebhookOptions { RememberEvents = 100 }, _time);

        for (int number = 0; number < 10_000; number++)
        {
            Handle(memory, $"event-{number}");
        }

        memory.Count.ShouldBe(100);
    }

    [Fact]
    public void What_is_under_way_is_never_forgotten()
    {
        EventMemory memory = new(new CustomerIoWebhookOptions { RememberEvents = 1 }, _time);
        memory.IsNew("a", out EventEntry? first).ShouldBeTrue();

        Handle(memory, "b");
        Handle(memory, "c");
        _time.Advance(TimeSpan.FromDays(30));

        memory.IsNew("a", out EventEntry? again).ShouldBeFalse();
        again.ShouldBe(first);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(100_000)]
    public void An_id_of_any_length_is_recognised(int length)
    {
        EventMemory memory = new(new CustomerIoWebhookOptions(), _time);
        string id = new('a', length);
        Handle(memory, id);

        memory.IsNew(id, out _).ShouldBeFalse();
        memory.IsNew(id[1..] + "b", out EventEntry? other).ShouldBeTrue();
        other!.Key.Length.ShouldBeLessThanOrEqualTo(64);
    }

    [Fact]
    public void An_end_comes_once()
    {
        EventMemory memory = new(new CustomerIoWebhookOptions(), _time);
        memory.IsNew("a", out EventEntry? entry).ShouldBeTrue();

        entry!.TryAcknowledge().ShouldBeTrue();
        memory.TryEnd(entry, WebhookOutcome.Stopping, out bool wasAcknowledged).ShouldBeTrue();

        wasAcknowledged.ShouldBeTrue();
        entry.TryAcknowledge().ShouldBeFalse();
        memory.TryEnd(entry, WebhookOutcome.Handled, out _).ShouldBeFalse();
        memory.IsNew("a", out _).ShouldBeTrue();
    }

    private static void Handle(EventMemory memory, string id)
    {
        memory.IsNew(id, out EventEntry? entry).ShouldBeTrue();
        memory.TryEnd(entry!, WebhookOutcome.Handled, out _).ShouldBeTrue();
    }
}
