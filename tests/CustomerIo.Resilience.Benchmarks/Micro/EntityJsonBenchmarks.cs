using BenchmarkDotNet.Attributes;
using CustomerIo.Resilience.Benchmarks.Throughput;
using CustomerIo.Resilience.Delivery.Intake;
using CustomerIo.Resilience.Delivery.Intake.Contents;
using CustomerIo.Resilience.Events;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Benchmarks.Micro;

/// <summary>A whole event, from its parts to the bytes that are sent.</summary>
public class EntityJsonBenchmarks
{
    private readonly JsonBuffer _json = new();
    private readonly Dictionary<string, object?> _data = SampleEvents.MakeData(42);
    private EventEnvelope<NamedEvent> _envelope;

    [GlobalSetup]
    public void SetUp() => _envelope = new EventEnvelope<NamedEvent>(
        new UlidSource(TimeProvider.System).Next(),
        new NamedEvent(SampleEvents.Name, _data),
        TimeProvider.System.GetUtcNow(),
        null);

    [Benchmark]
    public int WriteEvent()
    {
        _json.Clear();
        EntityJson.WriteEvent(_json, SampleEvents.PersonOf(42), OperationKind.Event, in _envelope);
        return _json.Length;
    }
}
