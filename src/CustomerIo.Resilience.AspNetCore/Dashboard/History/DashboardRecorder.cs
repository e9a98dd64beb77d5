using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CustomerIo.Resilience.AspNetCore.Dashboard.History;

/// <summary>Keeps a short history of every workspace, in memory, from the start of the host.</summary>
internal sealed class DashboardRecorder(
    IServiceProvider services,
    IOptions<CustomerIoDashboardOptions> options,
    IMeterFactory meters,
    TimeProvider time) : IHostedService, IDisposable
{
    private const string WorkspaceTag = "customerio.workspace";
    private const string DurationInstrument = "customerio.request.duration";

    private readonly MeterListener _listener = new();
    private Dictionary<string, WorkspaceHistory> _histories = new(StringComparer.Ordinal);
    private ITimer? _timer;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        WorkspaceDirectory workspaces = WorkspaceDirectory.Of(
            services, nameof(CustomerIoDashboardExtensions.AddCustomerIoDashboard));
        _histories = workspaces.Names.ToDictionary(
            static name => name,
            name => new WorkspaceHistory(workspaces.StatusOf(name), options.Value.Samples, time),
            StringComparer.Ordinal);
        _listener.InstrumentPublished = Listen;
        _listener.SetMeasurementEventCallback<double>(static (_, seconds, _, history) => (history as WorkspaceHistory)?.Latency.Add(seconds));
        _listener.Start();
        TimeSpan interval = options.Value.SampleInterval;
        _timer = time.CreateTimer(_ => TakeSamples(), state: null, interval, interval);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public WorkspaceHistory? Of(string workspace) => _histories.GetValueOrDefault(workspace);

    public void Dispose()
    {
        _timer?.Dispose();
        _listener.Dispose();
        foreach (WorkspaceHistory history in _histories.Values)
        {
            history.Dispose();
        }
    }

    // Several hosts in one process have meters of the same name; the factory tells them apart.
    private void Listen(Instrument instrument, MeterListener listener)
    {
        if (instrument.Name is DurationInstrument
            && ReferenceEquals(instrument.Meter.Scope, meters)
            && Of(WorkspaceOf(instrument.Meter)) is { } history)
        {
            listener.EnableMeasurementEvents(instrument, history);
        }
    }

    private static string WorkspaceOf(Meter meter) =>
        meter.Tags?.FirstOrDefault(static tag => tag.Key is WorkspaceTag).Value as string ?? string.Empty;

    private void TakeSamples()
    {
        foreach (WorkspaceHistory history in _histories.Values)
        {
            history.TakeSample();
        }
    }
}
