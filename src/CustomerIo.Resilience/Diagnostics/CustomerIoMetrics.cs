using System.Diagnostics.Metrics;
using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Http;

namespace CustomerIo.Resilience.Diagnostics;

/// <summary>The instruments of one workspace. What delivery counts anyway is observed, not counted twice.</summary>
internal sealed class CustomerIoMetrics : IHttpObserver, IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _circuits;
    private readonly Histogram<double> _requests;

    public CustomerIoMetrics(IMeterFactory meters, string workspace)
    {
        KeyValuePair<string, object?>[] tags = workspace.Length == 0 ? [] : [new("customerio.workspace", workspace)];
        _meter = meters.Create(new MeterOptions(CustomerIoDiagnostics.Name)
        {
            Version = CustomerIoDiagnostics.Version,
            Tags = tags,
        });
        _rejected = _meter.CreateCounter<long>(
            "customerio.operations.refused", "{operation}", "Operations that were not taken in, by reason.");
        _retries = _meter.CreateCounter<long>("customerio.request.retries", "{request}", "Attempts after the first.");
        _circuits = _meter.CreateCounter<long>(
            "customerio.circuit.transitions", "{transition}", "Changes of the circuit breakers' state.");
        _requests = _meter.CreateHistogram<double>(
            "customerio.request.duration", "s", "Duration of the attempts, by surface and status.");
    }

    /// <summary>Publishes the account of a workspace's delivery.</summary>
    public void Observe(Func<DeliveryFigures> figures, Func<StoreStatistics> store)
    {
        _meter.CreateObservableCounter(
            "customerio.operations.accepted", () => figures().Accepted, "{operation}", "Operations taken in.");
        _meter.CreateObservableCounter(
            "customerio.operations.delivered", () => figures().Delivered, "{operation}", "Operations Customer.io has.");
        _meter.CreateObservableCounter(
            "customerio.operations.rejected", () => figures().Rejected, "{operation}", "Accepted, then rejected or erased.");
        _meter.CreateObservableCounter(
            "customerio.operations.lost", () => figures().Lost, "{operation}", "Lost by the fallback store.");
        _meter.CreateObservableGauge(
            "customerio.queue.memory", () => figures().InMemory, "{operation}", "Operations that wait in memory.");
        _meter.CreateObservableGauge(
            "customerio.queue.stored", () => figures().Stored, "{operation}", "Operations that wait in the fallback store.");
        _meter.CreateObservableGauge(
            "customerio.lanes.diverted", () => figures().DivertedLanes, "{lane}", "Lanes that go through the store.");
        _meter.CreateObservableGauge(
            "customerio.queue.parked",
            () => figures().Parked,
            "{operation}",
            "Operations of the two above that are out of their lane's order: they fail by themselves, or wait for something.");
        _meter.CreateObservableGauge(
            "customerio.dead_letters", () => store().DeadLetters, "{operation}", "Dead letters kept.");
    }

    public void CountRefused(RejectionReason reason) =>
        _rejected.Add(1, new KeyValuePair<string, object?>("customerio.reason", reason.ToString()));

    public void OnAttempt(ApiSurface surface, int status, FailureKind failure, TimeSpan elapsed)
    {
        if (!_requests.Enabled)
        {
            return;
        }

        // An attempt has an answer or a failure; the tag of the other is left out.
        KeyValuePair<string, object?> outcome = failure is FailureKind.None
            ? new("http.response.status_code", status)
            : new("error.type", failure.ToString());
        _requests.Record(
            elapsed.TotalSeconds,
            new KeyValuePair<string, object?>("customerio.surface", NameOf(surface)),
            outcome);
    }

    public void OnRetry(ApiSurface surface, TimeSpan delay) =>
        _retries.Add(1, new KeyValuePair<string, object?>("customerio.surface", NameOf(surface)));

    public void OnCircuit(ApiSurface surface, CircuitState state) => _circuits.Add(
        1,
        new KeyValuePair<string, object?>("customerio.surface", NameOf(surface)),
        new KeyValuePair<string, object?>("customerio.circuit.state", state.ToString()));

    public void Dispose() => _meter.Dispose();

    private static string NameOf(ApiSurface surface) => surface switch
    {
        ApiSurface.Track => "track",
        ApiSurface.App => "app",
        ApiSurface.AppSend => "app_send",
        _ => "app_broadcast",
    };
}
