using System.Diagnostics.Metrics;

namespace CustomerIo.Resilience.AspNetCore.Webhooks;

/// <summary>The instruments of the webhook endpoint.</summary>
internal sealed class WebhookMetrics : IDisposable
{
    public const string MeterName = "CustomerIo.Resilience";

    private readonly Meter _meter;
    private readonly Counter<long> _requests;
    private readonly Counter<long> _lost;
    private readonly Histogram<double> _handlers;

    public WebhookMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(new MeterOptions(MeterName)
        {
            Version = typeof(WebhookMetrics).Assembly.GetName().Version?.ToString(3),
        });
        _requests = _meter.CreateCounter<long>(
            "customerio.webhook.requests", "{request}", "Requests to the webhook endpoint, by outcome.");
        _lost = _meter.CreateCounter<long>(
            "customerio.webhook.lost", "{event}", "Events that were acknowledged and not handled to the end.");
        _handlers = _meter.CreateHistogram<double>(
            "customerio.webhook.handler.duration", "s", "Duration of the webhook handlers, by error type.");
    }

    public void Observe(Func<int> waiting) => _meter.CreateObservableGauge(
        "customerio.webhook.waiting", waiting, "{event}", "Webhook events that wait for a handler.");

    public void CountRequest(WebhookOutcome outcome) => _requests.Add(
        1, new KeyValuePair<string, object?>("customerio.outcome", WebhookAnswer.NameOf(outcome)));

    public void CountLost(int events) => _lost.Add(events);

    public void HandlerRan(TimeSpan elapsed, Exception? failure)
    {
        if (failure is null)
        {
            _handlers.Record(elapsed.TotalSeconds);
        }
        else
        {
            _handlers.Record(
                elapsed.TotalSeconds, new KeyValuePair<string, object?>("error.type", failure.GetType().FullName));
        }
    }

    public void Dispose() => _meter.Dispose();
}
