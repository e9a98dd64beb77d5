using CustomerIo.Resilience.Delivery.Sending;
using CustomerIo.Resilience.Http;
using CustomerIo.Resilience.Resilience;
using CustomerIo.Resilience.Tests.Support;

namespace CustomerIo.Resilience.Tests.Delivery.Sending;

public sealed class TrafficTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // Whoever is told may wait for somebody else who asks.
    [Fact]
    public async Task Whoever_is_told_that_the_break_is_over_keeps_nobody_from_asking()
    {
        FakeTime time = new();
        using LogLines log = new();
        CircuitBreakerOptions options = new() { FailureThreshold = 1 };
        using CircuitBreaker breaker = new(options, time, log);
        using Traffic traffic = new(breaker, new FallbackOptions(), lanes: 4, time);
        traffic.TryEnter(isElsewhere: false, static () => { }, out TrafficPermit permit).ShouldBeTrue();
        breaker.Report(permit.Circuit, CallVerdict.Failure, new FailureCause(503, FailureKind.None));
        breaker.State.ShouldBe(CircuitState.Open);
        bool? isAnswered = null;
        using ManualResetEventSlim answered = new();
        breaker.StateChanged += (_, _) =>
        {
            Thread asking = new(() =>
            {
                _ = traffic.IsPaused;
                answered.Set();
            });
            asking.Start();
            isAnswered = answered.Wait(Patience);
        };
        time.Jump(options.BreakDuration);

        Task<bool> entering = Task.Run(() => traffic.TryEnter(isElsewhere: false, static () => { }, out _));

        (await entering.WaitAsync(Patience + Patience)).ShouldBeTrue();
        isAnswered.ShouldBe(true);
    }
}
