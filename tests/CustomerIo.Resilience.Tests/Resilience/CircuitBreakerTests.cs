using CustomerIo.Resilience.Http;
using CustomerIo.Resilience.Resilience;
using CustomerIo.Resilience.Tests.Support;
using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.Tests.Resilience;

public sealed class CircuitBreakerTests : IDisposable
{
    private static readonly FailureCause Http503 = new(503, FailureKind.None);

    private readonly FakeTime _time = new();
    private readonly LogLines _log = new();
    private readonly CircuitBreaker _breaker;

    public CircuitBreakerTests() => _breaker = new CircuitBreaker(new CircuitBreakerOptions(), _time, _log);

    [Fact]
    public void Five_failures_in_a_row_open_it_even_after_a_thousand_successes()
    {
        Repeat(1_000, CallVerdict.Success);

        Repeat(4, CallVerdict.Failure);
        _breaker.State.ShouldBe(CircuitState.Closed);
        Repeat(1, CallVerdict.Failure);

        _breaker.State.ShouldBe(CircuitState.Open);
        _breaker.FailureCount.ShouldBe(5);
        _breaker.LastFailure.ShouldBe(_time.GetUtcNow());
        _breaker.LastFailureKind.ShouldBe("HTTP 503");
        _breaker.RetryAfter.ShouldBe(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Only_a_success_starts_the_count_anew()
    {
        Repeat(4, CallVerdict.Failure);
        Repeat(10, CallVerdict.Neutral);
        _breaker.FailureCount.ShouldBe(4);

        Repeat(1, CallVerdict.Success);

        _breaker.FailureCount.ShouldBe(0);
    }

    [Fact]
    public void The_end_of_the_break_is_seen_and_told_without_any_call()
    {
        var told = new List<CircuitState>();
        _breaker.StateChanged += (_, change) => told.Add(change.Current);
        Repeat(5, CallVerdict.Failure);

        _time.Advance(TimeSpan.FromSeconds(29.999));
        _breaker.State.ShouldBe(CircuitState.Open);
        _time.Advance(TimeSpan.FromSeconds(0.001));

        _breaker.State.ShouldBe(CircuitState.HalfOpen);
        _breaker.RetryAfter.ShouldBeNull();
        told.ShouldBe([CircuitState.Open, CircuitState.HalfOpen]);
    }

    [Fact]
    public void Three_probes_close_it_and_a_fourth_is_not_let_through()
    {
        HalfOpen();
        CircuitPermit[] probes = [Enter(), Enter(), Enter()];
        _breaker.TryEnter(out _, out TimeSpan? retryAfter).ShouldBeFalse();
        retryAfter.ShouldBe(TimeSpan.FromSeconds(1));

        foreach (CircuitPermit probe in probes)
        {
            _breaker.State.ShouldBe(CircuitState.HalfOpen);
            _breaker.Report(probe, CallVerdict.Success, default);
        }

        _breaker.State.ShouldBe(CircuitState.Closed);
        _breaker.LastSuccess.ShouldBe(_time.GetUtcNow());
    }

    [Fact]
    public void A_cancelled_probe_neither_closes_nor_keeps_its_slot()
    {
        HalfOpen();
        CircuitPermit probe = Enter();
        Enter();
        Enter();

        _breaker.Report(probe, CallVerdict.Neutral, default);

        _breaker.State.ShouldBe(CircuitState.HalfOpen);
        Enter();
    }

    [Fact]
    public void A_hung_probe_gives_its_slot_back_and_its_late_verdict_is_ignored()
    {
        HalfOpen();
        CircuitPermit hung = Enter();
        Enter();
        Enter();
        _breaker.TryEnter(out _, out _).ShouldBeFalse();

        _time.Advance(TimeSpan.FromSeconds(15));
        CircuitPermit next = Enter();
        _breaker.Report(hung, CallVerdict.Failure, Http503);
        _breaker.State.ShouldBe(CircuitState.HalfOpen);

        _breaker.Report(next, CallVerdict.Failure, Http503);
        _breaker.State.ShouldBe(CircuitState.Open);
    }

    [Fact]
    public void A_late_success_of_a_call_from_before_the_break_does_not_close_it()
    {
        CircuitPermit early = Enter();
        HalfOpen();

        for (int i = 0; i < 3; i++)
        {
            _breaker.Report(early, CallVerdict.Success, default);
        }

        _breaker.State.ShouldBe(CircuitState.HalfOpen);
        _breaker.LastSuccess.ShouldBeNull();
    }

    [Fact]
    public void Isolated_lets_nothing_through_until_closed()
    {
        _breaker.Isolate();
        _time.Advance(TimeSpan.FromDays(1));
        _breaker.TryEnter(out _, out _).ShouldBeFalse();
        _breaker.State.ShouldBe(CircuitState.Isolated);

        _breaker.Close();

        _breaker.TryEnter(out _, out _).ShouldBeTrue();
    }

    [Fact]
    public void A_handler_that_throws_keeps_it_from_no_other()
    {
        int told = 0;
        _breaker.StateChanged += (_, _) => throw new InvalidOperationException("handler");
        _breaker.StateChanged += (_, _) => told++;

        _breaker.Isolate();

        told.ShouldBe(1);
    }

    [Fact]
    public void A_handler_that_throws_is_logged_and_does_not_break_the_call()
    {
        _breaker.StateChanged += (_, _) => throw new InvalidOperationException("handler");

        Repeat(5, CallVerdict.Failure);

        _breaker.State.ShouldBe(CircuitState.Open);
        _log.All.ShouldHaveSingleItem().Level.ShouldBe(LogLevel.Error);
    }

    [Fact]
    public async Task Many_threads_never_have_more_probes_under_way_than_successes_are_missing()
    {
        int underWay = 0;
        int most = 0;
        HalfOpen();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (int i = 0; i < 20_000; i++)
            {
                if (_breaker.TryEnter(out CircuitPermit permit, out TimeSpan? _))
                {
                    int now = Interlocked.Increment(ref underWay);
                    InterlockedMax(ref most, now);
                    Interlocked.Decrement(ref underWay);
                    _breaker.Report(permit, CallVerdict.Neutral, default);
                }
            }
        })));

        most.ShouldBeInRange(1, 3);
        _breaker.State.ShouldBe(CircuitState.HalfOpen);
        CircuitPermit[] probes = [Enter(), Enter(), Enter()];
        probes.Length.ShouldBe(3);
    }

    [Fact]
    public void A_closed_circuit_allocates_nothing()
    {
        Repeat(100, CallVerdict.Success);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Repeat(10_000, CallVerdict.Success);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    public void Dispose()
    {
        _breaker.Dispose();
        _log.Dispose();
    }

    private CircuitPermit Enter()
    {
        _breaker.TryEnter(out CircuitPermit permit, out _).ShouldBeTrue();
        return permit;
    }

    private void Repeat(int times, CallVerdict verdict)
    {
        for (int i = 0; i < times; i++)
        {
            if (_breaker.TryEnter(out CircuitPermit permit, out _))
            {
                _breaker.Report(permit, verdict, Http503);
            }
        }
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen = Volatile.Read(ref target);
        while (value > seen)
        {
            seen = Interlocked.CompareExchange(ref target, value, seen) is var found && found == seen ? value : found;
        }
    }

    private void HalfOpen()
    {
        Repeat(5, CallVerdict.Failure);
        _time.Advance(TimeSpan.FromSeconds(30));
    }
}
