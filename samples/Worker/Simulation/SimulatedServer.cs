using CustomerIo.Resilience.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.Worker.Simulation;

/// <summary>Customer.io for those who have no account. It goes down once, to show an outage.</summary>
internal sealed partial class SimulatedServer(
    CustomerIoSimulator simulator, TimeSpan outage, TimeProvider time, ILogger<SimulatedServer> logger) : BackgroundService
{
    private const int OperationsBeforeOutage = 500;

    /// <summary>Starts one; null when the configuration has credentials of a real workspace.</summary>
    public static async Task<CustomerIoSimulator?> StartUnlessConfiguredAsync(HostApplicationBuilder builder)
    {
        if (!string.IsNullOrEmpty(builder.Configuration["CustomerIo:SiteId"]))
        {
            return null;
        }

        CustomerIoSimulator simulator = await CustomerIoSimulator.StartAsync();
        TimeSpan outage = TimeSpan.FromSeconds(builder.Configuration.GetValue("outage", defaultValue: 5));
        builder.Services.AddHostedService(provider => new SimulatedServer(
            simulator,
            outage,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SimulatedServer>>()));
        return simulator;
    }

    /// <summary>Points the library to it, with short waits for a short show.</summary>
    public static void PointTo(CustomerIoSimulator simulator, CustomerIoOptions options)
    {
        options.SiteId = simulator.SiteId;
        options.TrackApiKey = simulator.TrackApiKey;
        options.TrackAddress = simulator.TrackAddress;
        options.Track.Retry.MaxRetries = 1;
        options.Track.CircuitBreaker.BreakDuration = TimeSpan.FromSeconds(2);
        options.Fallback.MaxDrainDelay = TimeSpan.FromSeconds(2);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        LogTotal(logger, simulator.OperationCount);
        await simulator.DisposeAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (outage <= TimeSpan.Zero)
        {
            return;
        }

        await simulator.WaitForAsync(
            static customerIo => customerIo.OperationCount >= OperationsBeforeOutage, TimeSpan.FromDays(1), stoppingToken);
        LogDown(logger, outage.TotalSeconds);
        await simulator.StopAsync();
        await Task.Delay(outage, time, stoppingToken);
        await simulator.StartAgainAsync(stoppingToken);
        LogUp(logger);
    }

    [LoggerMessage(5, LogLevel.Warning, "Customer.io is down for {Seconds} s")]
    private static partial void LogDown(ILogger logger, double seconds);

    [LoggerMessage(6, LogLevel.Warning, "Customer.io is up again")]
    private static partial void LogUp(ILogger logger);

    [LoggerMessage(7, LogLevel.Information, "Customer.io has taken {Operations} operations")]
    private static partial void LogTotal(ILogger logger, long operations);
}
