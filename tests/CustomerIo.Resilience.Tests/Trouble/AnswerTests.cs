using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Tests.Trouble.Shared;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CustomerIo.Resilience.Tests.Trouble;

/// <summary>
/// What callers are told: a keyed event that is refused later is no first one for a repeat; an exception that nobody foresaw ends no
/// call late and is seen by health; the dead letter given up first goes first.
/// </summary>
public sealed class AnswerTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task A_key_can_be_used_again_when_its_enqueued_event_was_refused()
    {
        await using VirtualBench bench = await VirtualBench.StartAsync();
        EventOptions order = new() { IdempotencyKey = "order-1" };
        bench.Simulator.Faults.Next(Fault.RejectItems(0));
        bench.Tracker.Enqueue("ada", "order", options: order).Status.ShouldBe(DeliveryStatus.Queued);
        await bench.PassAsync(static bench => bench.Status.Figures.Rejected == 1, Soon, "it is refused");

        DeliveryResult again = await bench.EndAsync(
            bench.Client.TrackAsync("ada", "order", options: order), VirtualBench.Answered);

        again.Status.ShouldBe(DeliveryStatus.Delivered);
    }

    [Fact]
    public async Task A_key_can_be_used_again_when_its_stored_event_was_refused()
    {
        await using VirtualBench bench = await VirtualBench.StartAsync();
        EventOptions order = new() { IdempotencyKey = "order-1" };
        await bench.Simulator.StopAsync();
        Task<DeliveryResult> stored = bench.Client.TrackAsync("ada", "order", options: order);
        (await bench.EndAsync(stored, VirtualBench.Answered)).Status.ShouldBe(DeliveryStatus.Stored);
        bench.Simulator.Faults.Next(Fault.RejectItems(0));
        await bench.Simulator.StartAgainAsync();
        await bench.PassAsync(static bench => bench.Status.Figures.Rejected == 1, TimeSpan.FromMinutes(4), "it is refused");

        DeliveryResult again = await bench.EndAsync(
            bench.Client.TrackAsync("ada", "order", options: order), VirtualBench.Answered);

        again.Status.ShouldBe(DeliveryStatus.Delivered);
    }

    [Fact]
    public async Task The_dead_letter_that_was_given_up_first_goes_first()
    {
        await using VirtualBench bench = await VirtualBench.StartAsync(static options => options.Fallback.MaxDeadLetters = 3);
        bench.Simulator.Faults.When("/", Fault.RejectItemsAtRandom(1));
        List<Ulid> ids = [];
        for (int number = 0; number < 3; number++)
        {
            ids.Add((await bench.Client.TrackAsync($"p{number}", "step")).OperationId);
            await bench.PassAsync(TimeSpan.FromSeconds(1));
        }

        // Refused again, the oldest operation is the letter given up last.
        await bench.Bench.DeadLetters.ReplayAsync(ids[0]);
        await bench.PassAsync(static bench => bench.Status.Figures.Rejected == 4 || bench.IsSettled, Soon, "it is sent");
        await bench.PassAsync(TimeSpan.FromSeconds(10));
        (await bench.Bench.DeadLettersAsync()).Count.ShouldBe(3);
        ids.Add((await bench.Client.TrackAsync("p3", "step")).OperationId);

        (await bench.Bench.DeadLettersAsync()).Select(static letter => letter.Operation.Id).ShouldBe([ids[2], ids[0], ids[3]]);
    }

    [Fact]
    public async Task An_exception_nobody_foresaw_ends_calls_in_time_and_makes_health_unhealthy()
    {
        await using VirtualBench bench = await VirtualBench.StartAsync();
        bench.Wire.Throws = static () => new InvalidOperationException("a handler of the application is broken");
        Task<DeliveryResult>[] calls = [.. Enumerable.Range(0, 40).Select(person => bench.Client.TrackAsync($"p{person}", "step"))];

        await bench.PassAsync(
            _ => calls.All(static call => call.IsCompleted), VirtualBench.Answered, "every call is answered");
        await bench.PassAsync(new HealthOptions().StalledAfter + TimeSpan.FromMinutes(2));
        bench.Status.Health.Status.ShouldBe(HealthStatus.Unhealthy, bench.Describe());

        bench.Wire.Throws = null;
        await bench.PassAsync(static bench => bench.IsSettled, Soon, "everything arrives when the handler works again");
        (await Task.WhenAll(calls)).ShouldAllBe(static result => result.IsAccepted);
        bench.Simulator.OperationCount.ShouldBe(40);
    }

    [Fact]
    public async Task A_key_with_a_line_break_in_a_reload_changes_nothing()
    {
        using ReloadedKey key = new();
        await using VirtualBench bench = await VirtualBench.StartAsync(build: key.Use);
        (await bench.Client.TrackAsync("ada", "step")).Status.ShouldBe(DeliveryStatus.Delivered);

        key.Reload($"{bench.Simulator.TrackApiKey}\nX-Header: smuggled");

        Task<DeliveryResult> next = bench.Client.TrackAsync("ada", "step");
        (await bench.EndAsync(next, VirtualBench.Answered)).Status.ShouldBe(DeliveryStatus.Delivered);
    }
}
