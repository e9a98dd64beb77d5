namespace CustomerIo.Resilience.AspNetCore.Dashboard.History;

/// <summary>What a workspace's delivery has been doing for a while.</summary>
internal sealed class WorkspaceHistory : IDisposable
{
    private const int ChangesKept = 100;

    private readonly ICustomerIoStatus _status;
    private readonly TimeProvider _time;
    private readonly Ring<Sample> _samples;
    private readonly Ring<CircuitChange> _changes = new(ChangesKept);
    private readonly EventHandler<CircuitStateChangedEventArgs> _onTrack;
    private readonly EventHandler<CircuitStateChangedEventArgs> _onApp;
    private long _sampledAt;
    private long _delivered;

    public WorkspaceHistory(ICustomerIoStatus status, int samples, TimeProvider time)
    {
        _status = status;
        _time = time;
        _samples = new Ring<Sample>(samples);
        _sampledAt = time.GetTimestamp();
        _delivered = status.Figures.Delivered;
        _onTrack = (_, change) => Note("Track API", change);
        _onApp = (_, change) => Note("App API", change);
        status.Circuits.Track.StateChanged += _onTrack;
        status.Circuits.App.StateChanged += _onApp;
    }

    public LatencyWindow Latency { get; } = new();

    public IReadOnlyList<Sample> Samples => _samples.ToArray();

    /// <summary>The circuit breakers' changes of state, newest first.</summary>
    public IReadOnlyList<CircuitChange> Changes
    {
        get
        {
            CircuitChange[] changes = _changes.ToArray();
            Array.Reverse(changes);
            return changes;
        }
    }

    public void TakeSample()
    {
        DeliveryFigures figures = _status.Figures;
        long now = _time.GetTimestamp();
        double seconds = _time.GetElapsedTime(_sampledAt, now).TotalSeconds;
        (double? median, double? high) = Latency.Take();
        double perSecond = seconds > 0 ? (figures.Delivered - _delivered) / seconds : 0;
        _samples.Add(new Sample(perSecond, figures.InMemory + figures.Stored, median, high));
        (_sampledAt, _delivered) = (now, figures.Delivered);
    }

    public void Dispose()
    {
        _status.Circuits.Track.StateChanged -= _onTrack;
        _status.Circuits.App.StateChanged -= _onApp;
    }

    private void Note(string api, CircuitStateChangedEventArgs change) =>
        _changes.Add(new CircuitChange(_time.GetUtcNow(), api, change.Previous, change.Current));
}
