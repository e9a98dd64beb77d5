using BenchmarkDotNet.Attributes;
using CustomerIo.Resilience.Benchmarks.Throughput;
using CustomerIo.Resilience.Delivery;
using CustomerIo.Resilience.Delivery.Contents;
using CustomerIo.Resilience.Events;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Benchmarks.Micro;

/// <summary>A whole event, from its parts to the bytes that are sent.</summary>
public class EntityJsonBenchmarks
{
    private readonly JsonBuffer _json = new();
    private readonly Dictionary<string, object?> _data = SampleEvents.MakeData(42);
    private Activity<NamedEvent> _activity;

    [GlobalSetup]
    public void SetUp() => _activity = new Activity<NamedEvent>(
        new UlidSource(TimeProvider.System).Next(),
        new NamedEvent(SampleEvents.Name, _data),
        TimeProvider.System.GetUtcNow(),
        null);

    [Benchmark]
    public int WriteEvent()
    {
        _json.Clear();
        EntityJson.WriteActivity(_json, SampleEvents.PersonOf(42), OperationKind.Event, in _activity);
        return _json.Length;
    }
}
