using BenchmarkDotNet.Attributes;
using CustomerIo.Resilience.Events;

namespace CustomerIo.Resilience.Benchmarks.Micro;

/// <summary>Making, writing and deriving ULIDs.</summary>
public class UlidBenchmarks
{
    private readonly UlidSource _source = new(TimeProvider.System);
    private readonly byte[] _text = new byte[Ulid.TextLength];
    private Ulid _ulid;

    [GlobalSetup]
    public void SetUp() => _ulid = _source.Next();

    [Benchmark]
    public Ulid Next() => _source.Next();

    [Benchmark]
    public string ToText() => _ulid.ToString();

    [Benchmark]
    public bool ToUtf8() => _ulid.TryFormat(_text, out _, default, null);

    [Benchmark]
    public Ulid FromKey() => Ulid.FromKey("order-2026-000042/order_completed");
}
