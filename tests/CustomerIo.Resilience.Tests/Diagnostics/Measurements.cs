using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace CustomerIo.Resilience.Tests.Diagnostics;

/// <summary>Listens to the instruments of one application, leaving those of tests beside it alone.</summary>
internal sealed class Measurements : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<Measurement> _all = new();

    public Measurements(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, meters) && instrument.Meter.Name == "CustomerIo.Resilience")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.Start();
    }

    public IEnumerable<string> Instruments => _all.Select(one => one.Instrument.Name).Distinct(StringComparer.Ordinal);

    /// <summary>Every tag of every measurement, as text.</summary>
    public IEnumerable<string> Tags => _all.SelectMany(one =>
        one.Tags.Concat(one.Instrument.Meter.Tags ?? []).Select(tag => $"{tag.Key}={tag.Value}"));

    /// <summary>What an instrument that is read says now.</summary>
    public double Now(string name)
    {
        _listener.RecordObservableInstruments();
        return _all.Last(one => one.Instrument.Name == name).Value;
    }

    /// <summary>What was counted, by tags in the order of their names.</summary>
    public Dictionary<string, double> Counted(string name) => _all
        .Where(one => one.Instrument.Name == name)
        .GroupBy(one => string.Join(' ', one.Tags
            .OrderBy(tag => tag.Key, StringComparer.Ordinal)
            .Select(tag => $"{tag.Key}={tag.Value}")))
        .ToDictionary(group => group.Key, group => group.Sum(one => one.Value), StringComparer.Ordinal);

    /// <summary>How often a histogram was written to, by tags.</summary>
    public Dictionary<string, int> Recorded(string name) => _all
        .Where(one => one.Instrument.Name == name)
        .GroupBy(one => string.Join(' ', one.Tags
            .OrderBy(tag => tag.Key, StringComparer.Ordinal)
            .Select(tag => $"{tag.Key}={tag.Value}")))
        .ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);

    public void Dispose() => _listener.Dispose();

    private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _all.Enqueue(new Measurement(instrument, value, tags.ToArray()));

    private sealed record Measurement(Instrument Instrument, double Value, KeyValuePair<string, object?>[] Tags);
}
