using CustomerIo.Resilience.Fallback;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CustomerIo.Resilience.Diagnostics;

/// <summary>Tells an application's health checks what the status says.</summary>
internal sealed class CustomerIoHealthCheck(ICustomerIoStatus status) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        CustomerIoHealth health = status.Health;
        HealthStatus shown = health.Status is HealthStatus.Unhealthy ? context.Registration.FailureStatus : health.Status;
        return Task.FromResult(new HealthCheckResult(shown, health.Description, data: Data()));
    }

    private Dictionary<string, object> Data()
    {
        ICircuitBreaker circuit = status.Circuits.Track;
        DeliveryFigures figures = status.Figures;
        StoreStatistics store = status.Store;
        Dictionary<string, object> data = new(StringComparer.Ordinal)
        {
            ["circuit_state"] = circuit.State.ToString(),
            ["failure_count"] = circuit.FailureCount,
            ["in_memory"] = figures.InMemory,
            ["stored"] = figures.Stored,
            ["dead_letters"] = store.DeadLetters,
        };
        Add("last_failure", circuit.LastFailure);
        Add("last_success", circuit.LastSuccess);
        Add("oldest_stored", store.OldestAt);
        Add("store_failure", store.Failure);
        Add("store_damage", store.Damage?.SetAsideAs);
        return data;

        void Add(string name, object? value)
        {
            if (value is not null)
            {
                data[name] = value;
            }
        }
    }
}
