using System.Globalization;
using CustomerIo.Resilience.Fallback;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CustomerIo.Resilience.Diagnostics;

/// <summary>When delivery is healthy, degraded or unhealthy; the first rule that applies gives the reason.</summary>
internal sealed class HealthRules(HealthOptions options, TimeProvider time, DateTimeOffset startedAt)
{
    public CustomerIoHealth Judge(ICustomerIoStatus status)
    {
        DeliveryFigures figures = status.Figures;
        StoreStatistics store = status.Store;
        return WhatIsBroken(status, figures, store) is { } broken
            ? new CustomerIoHealth(HealthStatus.Unhealthy, broken)
            : WhatWaits(status.Circuits, figures, store) is { } waiting
                ? new CustomerIoHealth(HealthStatus.Degraded, waiting)
                : new CustomerIoHealth(HealthStatus.Healthy, "Operations are delivered.");
    }

    private string? WhatIsBroken(ICustomerIoStatus status, DeliveryFigures figures, StoreStatistics store) => status switch
    {
        { BlockedStatus: { } code } => $"Customer.io refuses credentials or address (HTTP status {code}).",
        { IsErasureFailing: true } => "Customer.io keeps failing on a delete or suppress.",
        { UnexpectedFailure: { } type } => $"Sending fails unexpectedly ({type}); the log says more.",
        { IsGivingUpTooMuch: true } =>
            "More operations fail by themselves than is believable; none is given up. Look at what they have in common.",
        _ when store.Failure is { } failure => $"The fallback store takes nothing: {failure}",
        _ when store.Damage is { SetAsideAs: null } =>
            "The fallback store was deleted or replaced while it was in use; what it had is lost, and a new one is in use. Restart.",
        _ when figures.Lost > 0 => "The fallback store has lost operations.",
        _ when IsStalled(status, store) =>
            $"Operations wait and none has moved for {options.StalledAfter}, though Customer.io answers.",
        _ when store.DeadLetters > options.MaxDeadLetters => string.Create(
            CultureInfo.InvariantCulture,
            $"There are {store.DeadLetters} dead letters, more than {options.MaxDeadLetters}; look at them, then replay or "
            + $"remove them."),
        _ => null,
    };

    // What is parked waits for good reasons, and has rules of its own.
    private bool IsStalled(ICustomerIoStatus status, StoreStatistics store)
    {
        ICircuitBreaker circuit = status.Circuits.Track;
        bool waitsLong = (store.OldestAt is not null && IsOlder(store.OldestAt, options.StalledAfter))
            || (status.OldestInMemory is not null && IsOlder(status.OldestInMemory, options.StalledAfter));
        return waitsLong
            && circuit.State is CircuitState.Closed or CircuitState.HalfOpen
            && IsOlder(status.LastMove, options.StalledAfter)
            && IsOlder(circuit.LastFailure, options.StalledAfter)
            && IsOlder(startedAt, options.StalledAfter);
    }

    private string? WhatWaits(ICircuitBreakers circuits, DeliveryFigures figures, StoreStatistics store)
    {
        long waiting = figures.InMemory + figures.Stored;
        if (store.Damage is { } damage)
        {
            return $"A damaged fallback store was set aside as {damage.SetAsideAs}; look at it, then restart.";
        }

        // Half-open and nothing diverted: calls go through, and without any the circuit would stay so for ever.
        if (IsOpen(circuits.Track) || figures.DivertedLanes > 0)
        {
            return "Customer.io cannot be reached; operations go to the fallback store.";
        }

        if (IsOpen(circuits.App))
        {
            return "The App API cannot be reached; its calls fail at once.";
        }

        if (waiting > options.MaxWaiting)
        {
            return string.Create(
                CultureInfo.InvariantCulture, $"{waiting} operations wait, more than {options.MaxWaiting}.");
        }

        return store.Count > 0 && IsOlder(store.OldestAt, options.MaxAge)
            ? string.Create(
                CultureInfo.InvariantCulture, $"The oldest operation in the fallback store waits longer than {options.MaxAge}.")
            : null;
    }

    private static bool IsOpen(ICircuitBreaker circuit) => circuit.State is CircuitState.Open or CircuitState.Isolated;

    private bool IsOlder(DateTimeOffset? moment, TimeSpan age) => moment is null || time.GetUtcNow() - moment > age;
}
