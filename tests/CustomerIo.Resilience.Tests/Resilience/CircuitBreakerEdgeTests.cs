using CustomerIo.Resilience.Http;
using CustomerIo.Resilience.Resilience;
using CustomerIo.Resilience.Tests.Support;

namespace CustomerIo.Resilience.Tests.Resilience;

/// <summary>The breaker at the borders of its states, and what it tells.</summary>
public sealed class CircuitBreakerEdgeTests : IDisposable
{
    private static readonly FailureCause Http503 = new(503, FailureKind.None);
    private static readonly TimeSpan Break = TimeSpan.FromSeconds(30);

    private readonly FakeTime _time = new();
    private readonly LogLines _log = new();
    private readonly List<(CircuitState From, CircuitState To)> _told = [];
    private readonly CircuitBreaker _breaker;

    public CircuitBreakerEdgeTests()
    {
        _breaker = new CircuitBreaker(new CircuitBreakerOptions(), _time, _log);
        _breaker.StateChanged += (_, change) => _told.Add((change.Previous, change.Current));
    }

    public void Dispose()
    {
        _breaker.Dispose();
        _log.Dispose();
    }

    [Fact]
    public void A_new_one_has_nothing_to_tell()
    {
        _breaker.LastFailureKind.ShouldBeNull();
        _breaker.LastFailure.ShouldBeNull();
        _breaker.LastSuccess.ShouldBeNull();
        _breaker.RetryAfter.ShouldBeNull();
        _breaker.Close();
        _told.ShouldBeEmpty();
    }

    [Fact]
    public void The_moment_the_break_ends_belongs_to_the_probes_even_if_no_timer_has_fired()
    {
        Open();

        _time.Jump(Break);

        _breaker.State.ShouldBe(CircuitState.HalfOpen);
        _breaker.RetryAfter.ShouldBeNull();
        _breaker.TryEnter(out _, out TimeSpan? retryAfter).ShouldBeTrue();
        retryAfter.ShouldBeNull();
        _told.ShouldBe([(CircuitState.Closed, CircuitState.Open), (CircuitState.Open, CircuitState.HalfOpen)]);
    }

    [Fact]
    public void Who_is_refused_learns_how_much_of_the_break_is_left()
    {
        Open();
        _time.Advance(TimeSpan.FromSeconds(10));

        _breaker.TryEnter(out _, out TimeSpan? retryAfter).ShouldBeFalse();

        retryAfter.ShouldBe(TimeSpan.FromSeconds(20));
        _breaker.RetryAfter.ShouldBe(TimeSpan.FromSeconds(20));
        _breaker.Close();
        _breaker.RetryAfter.ShouldBeNull();
    }

    [Fact]
    public void A_wait_that_ends_with_the_break_is_worth_it_and_a_shorter_one_is_not()
    {
        _breaker.Refuses(TimeSpan.Zero).ShouldBeFalse();
        Open();
        _breaker.Refuses(Break - TimeSpan.FromTicks(1)).ShouldBeTrue();
        _breaker.Refuses(Break).ShouldBeFalse();
        _breaker.Refuses(Break + TimeSpan.FromTicks(1)).ShouldBeFalse();

        _breaker.Isolate();

        _breaker.Refuses(TimeSpan.FromDays(1)).ShouldBeTrue();
    }

    [Fact]
    public void Every_change_is_told_once()
    {
        Open();
        _time.Advance(Break);
        Succeed(3);
        _breaker.Isolate();
        _breaker.Isolate();
        _breaker.Close();

        _told.ShouldBe(
        [
            (CircuitState.Closed, CircuitState.Open),
            (CircuitState.Open, CircuitState.HalfOpen),
            (CircuitState.HalfOpen, CircuitState.Closed),
            (CircuitState.Closed, CircuitState.Isolated),
            (CircuitState.Isolated, CircuitState.Closed),
        ]);
    }

    [Fact]
    public void Successes_are_dated_through_a_closed_circuit_and_by_probes()
    {
        Succeed(1);
        _breaker.LastSuccess.ShouldBe(_time.GetUtcNow());

        Open();
        _time.Advance(Break);
        Succeed(1);

        _breaker.LastSuccess.ShouldBe(_time.GetUtcNow());
    }

    [Fact]
    public void Probes_of_a_former_break_do_not_take_the_place_of_this_ones()
    {
        Open();
        _time.Advance(Break);
        Enter();
        Enter();
        Enter();
        _breaker.Close();
        Open();
        _time.Advance(Break);

        Enter();
        Enter();
        Enter();
        _breaker.TryEnter(out _, out _).ShouldBeFalse();
    }

    [Fact]
    public void A_timer_that_fires_early_is_set_again()
    {
        EarlyTime time = new(_time, TimeSpan.FromMilliseconds(5));
        using CircuitBreaker breaker = new(new CircuitBreakerOptions(), time, _log);
        List<CircuitState> told = [];
        breaker.StateChanged += (_, change) => told.Add(change.Current);
        Fail(breaker, 5);

        _time.Advance(Break - TimeSpan.FromMilliseconds(5));
        told.ShouldBe([CircuitState.Open]);
        _time.Advance(TimeSpan.FromMilliseconds(6));

        told.ShouldBe([CircuitState.Open, CircuitState.HalfOpen]);
    }

    private void Open() => Fail(_breaker, 5);

    private void Succeed(int times)
    {
        for (int time = 0; time < times; time++)
        {
            _breaker.Report(Enter(), CallVerdict.Success, default);
        }
    }

    private CircuitPermit Enter()
    {
        _breaker.TryEnter(out CircuitPermit permit, out _).ShouldBeTrue();
        return permit;
    }

    private static void Fail(CircuitBreaker breaker, int times)
    {
        for (int time = 0; time < times; time++)
        {
            breaker.TryEnter(out CircuitPermit permit, out _).ShouldBeTrue();
            breaker.Report(permit, CallVerdict.Failure, Http503);
        }
    }

    /// <summary>A clock whose timers, when set for long, fire a little early.</summary>
    private sealed class EarlyTime(FakeTime inner, TimeSpan by) : TimeProvider
    {
        public override long TimestampFrequency => inner.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => inner.GetUtcNow();

        public override long GetTimestamp() => inner.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            new EarlyTimer(inner.CreateTimer(callback, state, dueTime, period), by);
    }

    private sealed class EarlyTimer(ITimer inner, TimeSpan by) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) =>
            inner.Change(dueTime > TimeSpan.FromSeconds(1) ? dueTime - by : dueTime, period);

        public void Dispose() => inner.Dispose();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
