using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace CustomerIo.Resilience.WebApi.Telemetry;

/// <summary>
/// Collects the library's metrics and traces with OpenTelemetry, and logs the metrics. An application takes an exporter,
/// such as OTLP, in the place of <see cref="LogExporter"/>.
/// </summary>
internal sealed class OpenTelemetryHost(ILogger<OpenTelemetryHost> logger) : IHostedService, IDisposable
{
    private const string Name = "CustomerIo.Resilience";
    private const int ExportEveryMilliseconds = 60_000;

    private MeterProvider? _metrics;
    private TracerProvider? _traces;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _metrics = Sdk.CreateMeterProviderBuilder()
            .AddMeter(Name)
            .AddReader(new PeriodicExportingMetricReader(new LogExporter(logger), ExportEveryMilliseconds))
            .Build();
        _traces = Sdk.CreateTracerProviderBuilder().AddSource(Name).Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Exports the last figures.</summary>
    public void Dispose()
    {
        _metrics?.Dispose();
        _metrics = null;
        _traces?.Dispose();
        _traces = null;
    }
}
