using CustomerIo.Resilience.Diagnostics;
using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Tests.Support;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CustomerIo.Resilience.Tests.Diagnostics;

public sealed class HealthRulesTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    private readonly FakeTime _time = new();
    private readonly StubStatus _status = new();
    private readonly HealthOptions _options = new()
    {
        MaxWaiting = 100, MaxAge = TimeSpan.FromMinutes(5), StalledAfter = TimeSpan.FromMinutes(10), MaxDeadLetters = 3,
    };

    private readonly HealthRules _rules;

    public HealthRulesTests() => _rules = new HealthRules(_options, _time, _time.GetUtcNow());

    [Fact]
    public void Nothing_to_do_is_healthy() => Judge().ShouldBe((HealthStatus.Healthy, "Operations are delivered."));

    [Fact]
    public void More_waiting_operations_than_allowed_are_degraded()
    {
        _status.Figures = new DeliveryFigures(100, 0, 0, 40, 60, 0, 16, 0);
        Judge().Status.ShouldBe(HealthStatus.Healthy);

        _status.Figures = _status.Figures with { InMemory = 61 };

        Judge().ShouldBe((HealthStatus.Degraded, "101 operations wait, more than 100."));
    }

    [Fact]
    public void An_old_operation_in_the_store_is_degraded()
    {
        Store(age: _options.MaxAge);
        Judge().Status.ShouldBe(HealthStatus.Healthy);

        _time.Advance(Moment);

        Judge().ShouldBe(
            (HealthStatus.Degraded, "The oldest operation in the fallback store waits longer than 00:05:00."));
    }

    [Fact]
    public void A_drain_that_does_not_advance_is_unhealthy()
    {
        _time.Advance(_options.StalledAfter);
        Store(age: TimeSpan.FromDays(1));
        Judge().Status.ShouldBe(HealthStatus.Degraded, "it has just started");

        _time.Advance(Moment);

        Judge().ShouldBe((
            HealthStatus.Unhealthy,
            "Operations wait and none has moved for 00:10:00, though Customer.io answers."));
    }

    [Fact]
    public void Whatever_shows_that_the_drain_works_or_need_not_keeps_it_from_being_stalled()
    {
        _time.Advance(TimeSpan.FromDays(1));
        Store(age: TimeSpan.FromDays(1));
        Judge().Status.ShouldBe(HealthStatus.Unhealthy);

        _status.LastMove = _time.GetUtcNow() - _options.StalledAfter;
        Judge().Status.ShouldBe(HealthStatus.Degraded, "something has left the store");
        _status.LastMove = null;
        _status.Track.LastFailure = _time.GetUtcNow() - _options.StalledAfter;
        Judge().Status.ShouldBe(HealthStatus.Degraded, "an attempt has failed");
        _status.Track.LastFailure = null;
        _status.Track.State = CircuitState.Open;
        Judge().Status.ShouldBe(HealthStatus.Degraded, "it waits for the end of the break");
        _status.Track.State = CircuitState.HalfOpen;
        Judge().Status.ShouldBe(HealthStatus.Unhealthy);
        Store(age: _options.StalledAfter);
        Judge().Status.ShouldBe(HealthStatus.Degraded, "it has only just been stored, after a quiet time");
        _status.Store = default;
        Judge().Status.ShouldBe(HealthStatus.Healthy);
    }

    [Fact]
    public void More_dead_letters_than_allowed_are_unhealthy()
    {
        _status.Store = new StoreStatistics(0, 0, null, Parked: 0, DeadLetters: 3);
        Judge().Status.ShouldBe(HealthStatus.Healthy);

        _status.Store = _status.Store with { DeadLetters = 4 };

        Judge().ShouldBe((
            HealthStatus.Unhealthy,
            "There are 4 dead letters, more than 3; look at them, then replay or remove them."));
    }

    [Theory]
    [InlineData(CircuitState.Open)]
    [InlineData(CircuitState.Isolated)]
    public void An_open_circuit_of_either_api_is_degraded(CircuitState state)
    {
        _status.App.State = state;
        Judge().ShouldBe((HealthStatus.Degraded, "The App API cannot be reached; its calls fail at once."));

        _status.Track.State = state;
        Judge().ShouldBe((HealthStatus.Degraded, "Customer.io cannot be reached; operations go to the fallback store."));
    }

    [Fact]
    public void What_is_broken_comes_before_what_waits()
    {
        _status.Track.State = CircuitState.Open;
        _status.IsErasureFailing = true;
        Judge().ShouldBe((HealthStatus.Unhealthy, "Customer.io keeps failing on a delete or suppress."));

        _status.BlockedStatus = 401;
        Judge().ShouldBe((HealthStatus.Unhealthy, "Customer.io refuses credentials or address (HTTP status 401)."));
    }

    private (HealthStatus Status, string Description) Judge()
    {
        CustomerIoHealth health = _rules.Judge(_status);
        return (health.Status, health.Description);
    }

    private void Store(TimeSpan age) =>
        _status.Store = new StoreStatistics(Count: 5, Bytes: 50, OldestAt: _time.GetUtcNow() - age, Parked: 0, DeadLetters: 0);
}
