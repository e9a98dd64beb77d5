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
        data["circuit_state"] = circuit.State.ToString();
        data["failure_count"] = circuit.FailureCount;
        data["in_memory"] = figures.InMemory;
        data["stored"] = figures.Stored;
        data["dead_letters"] = status.Store.DeadLetters;
        AddTime(data, "last_failure", circuit.LastFailure);
        AddTime(data, "last_success", circuit.LastSuccess);
        AddTime(data, "oldest_stored", status.Store.OldestAt);
        return Task.FromResult(Judge(context, circuit, figures, data));
    }

    private HealthCheckResult Judge(
        HealthCheckContext context, ICircuitBreaker circuit, DeliveryFigures figures, Dictionary<string, object> data)
    {
        string? failure = status switch
        {
            { BlockedStatus: { } code } => $"Customer.io refuses credentials or address (HTTP status {code}).",
            { IsErasureFailing: true } => "Customer.io keeps failing on a delete or suppress.",
            _ when figures.Lost > 0 => "The fallback store has lost operations.",
            _ => null,
        };
        if (failure is not null)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, failure, data: data);
        }

        // Half-open and nothing diverted: calls go through, and without any the circuit would stay so for ever.
        return circuit.State is CircuitState.Open or CircuitState.Isolated || figures.DivertedLanes > 0
            ? HealthCheckResult.Degraded("Customer.io cannot be reached; operations go to the fallback store.", data: data)
            : HealthCheckResult.Healthy("Operations are delivered.", data);
    }

    private static void AddTime(Dictionary<string, object> data, string name, DateTimeOffset? time)
    {
        if (time is { } value)
        {
            data[name] = value;
        }
    }
}
