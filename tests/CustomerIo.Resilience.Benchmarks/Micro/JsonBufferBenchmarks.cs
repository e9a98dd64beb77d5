using BenchmarkDotNet.Attributes;
using CustomerIo.Resilience.Events;

namespace CustomerIo.Resilience.Benchmarks.Micro;

/// <summary>Strings as they come: short and plain, with something to escape, not ASCII, long.</summary>
public class JsonBufferBenchmarks
{
    private readonly JsonBuffer _json = new(16 * 1024);

    [Params("annual subscription", "5\" pipe\n", "Größe für Zoë", LongText)]
    public string Text { get; set; } = string.Empty;

    private const string LongText =
        "It was a bright cold day in April, and the clocks of the whole town were striking noon while nobody looked.";

    [Benchmark]
    public int WriteString()
    {
        _json.Clear();
        _json.WriteString(Text);
        return _json.Length;
    }
}
