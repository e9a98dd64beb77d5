using Microsoft.Extensions.Hosting;

namespace CustomerIo.Resilience.AspNetCore.Webhooks;

/// <summary>Starts and stops the handling of events with the application.</summary>
internal sealed class WebhookHost(WebhookServices services, IHostApplicationLifetime lifetime)
    : IHostedService, IDisposable
{
    private CancellationTokenRegistration _stopping;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // The server stops before this service does, and answers meanwhile.
        _stopping = lifetime.ApplicationStopping.Register(services.Queue.BeginStopping);
        services.Queue.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => services.Queue.StopAsync(cancellationToken);

    public void Dispose() => _stopping.Dispose();
}
