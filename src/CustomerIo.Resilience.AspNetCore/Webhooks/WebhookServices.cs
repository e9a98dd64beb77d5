using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CustomerIo.Resilience.AspNetCore.Webhooks;

/// <summary>What all mapped addresses share.</summary>
internal sealed class WebhookServices : IDisposable
{
    private const string Category = "CustomerIo.Resilience";

    public WebhookServices(
        IOptionsMonitor<CustomerIoWebhookOptions> options,
        TimeProvider time,
        WebhookMetrics metrics,
        ILoggerFactory loggers)
    {
        ILogger logger = loggers.CreateLogger(Category);
        Options = options.CurrentValue;
        Time = time;
        Metrics = metrics;
        Log = new RefusalLog(time, logger);
        Queue = new WebhookQueue(Options, time, metrics, logger);
        Gate = new WebhookGate(
            Options, new WebhookSecrets(options, logger), time, Log, problem => WebhookLog.Malformed(logger, problem));
    }

    public CustomerIoWebhookOptions Options { get; }

    public TimeProvider Time { get; }

    public WebhookMetrics Metrics { get; }

    public RefusalLog Log { get; }

    public WebhookQueue Queue { get; }

    public WebhookGate Gate { get; }

    public void Dispose() => Queue.Dispose();
}
