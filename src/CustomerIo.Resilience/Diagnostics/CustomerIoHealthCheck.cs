using CustomerIo.Resilience.Fallback;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CustomerIo.Resilience.Diagnostics;

/// <summary>Judges a workspace by what its parts already know; makes no request.</summary>
internal sealed class CustomerIoHealthCheck(ICustomerIoStatus status) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        Dictionary<string, object> data = new(StringComparer.Ordinal);
        ICircuitBreaker circuit = status.Circuits.Track;
        DeliveryFigures figures = status.Figures;
        StoreStatistics store = status.Store;
        data["circuit_state"] = circuit.State.ToString();
        data["failure_count"] = circuit.FailureCount;
        data["in_memory"] = figures.InMemory;
        data["stored"] = figures.Stored;
        data["dead_letters"] = store.DeadLetters;
        AddTime(data, "last_failure", circuit.LastFailure);
        AddTime(data, "last_success", circuit.LastSuccess);
        AddTime(data, "oldest_stored", store.OldestAt);
        AddText(data, "store_failure", store.Failure);
        AddText(data, "store_damage", store.Damage?.SetAsideAs);
        return Task.FromResult(Judge(context, circuit, figures, store, data));
    }

    private HealthCheckResult Judge(
        HealthCheckContext context,
        ICircuitBreaker circuit,
        DeliveryFigures figures,
        StoreStatistics store,
        Dictionary<string, object> data)
    {
        string? failure = status switch
        {
            { BlockedStatus: { } code } => $"Customer.io refuses credentials or address (HTTP status {code}).",
            { IsErasureFailing: true } => "Customer.io keeps failing on a delete or suppress.",
            _ when store.Failure is { } storeFailure => $"The fallback store takes nothing: {storeFailure}",
            _ when figures.Lost > 0 => "The fallback store has lost operations.",
            _ => null,
        };
        if (failure is not null)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, failure, data: data);
        }

        if (store.Damage is { } damage)
        {
            return HealthCheckResult.Degraded(
                $"A damaged fallback store was set aside as {damage.SetAsideAs}; look at it, then restart.", data: data);
        }

        // Half-open and nothing diverted: calls go through, and without any the circuit would stay so for ever.
        return circuit.State is CircuitState.Open or CircuitState.Isolated || figures.DivertedLanes > 0
            ? HealthCheckResult.Degraded("Customer.io cannot be reached; operations go to the fallback store.", data: data)
            : HealthCheckResult.Healthy("Operations are delivered.", data);
    }

    private static void AddText(Dictionary<string, object> data, string name, string? text)
    {
        if (text is not null)
        {
            data[name] = text;
        }
    }

    private static void AddTime(Dictionary<string, object> data, string name, DateTimeOffset? time)
    {
        if (time is { } value)
        {
            data[name] = value;
        }
    }
}
