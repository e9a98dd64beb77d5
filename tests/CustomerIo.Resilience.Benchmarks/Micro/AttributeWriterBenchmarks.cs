using System.Text.Json;
using BenchmarkDotNet.Attributes;
using CustomerIo.Resilience.Benchmarks.Throughput;
using CustomerIo.Resilience.Events;

namespace CustomerIo.Resilience.Benchmarks.Micro;

/// <summary>A small dictionary as JSON: ours, and the serializer with its generated code.</summary>
public class AttributeWriterBenchmarks
{
    private readonly Dictionary<string, object?> _data = SampleEvents.MakeData(42);
    private readonly JsonBuffer _json = new();
    private readonly MemoryStream _stream = new();
    private Utf8JsonWriter? _writer;

    [GlobalSetup]
    public void SetUp() => _writer = new Utf8JsonWriter(_stream);

    [Benchmark(Baseline = true)]
    public int Serializer()
    {
        _stream.SetLength(0);
        _writer!.Reset();
        JsonSerializer.Serialize(_writer, _data, SampleJsonContext.Default.DictionaryStringObject);
        _writer.Flush();
        return (int)_stream.Length;
    }

    [Benchmark]
    public int AttributeWriter()
    {
        _json.Clear();
        Events.AttributeWriter.WriteObject(_json, _data);
        return _json.Length;
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _writer?.Dispose();
        _stream.Dispose();
    }
}
