using BenchmarkDotNet.Attributes;
using CustomerIo.Resilience.Http;

namespace CustomerIo.Resilience.Benchmarks.Micro;

/// <summary>Timeouts, retry, rate limiter and breaker around a request that goes well.</summary>
public class PipelineBenchmarks
{
    private readonly PipelineBench _bench = new();

    [Benchmark]
    public int Send()
    {
        ValueTask<HttpResult> call = _bench.Http.SendAsync(_bench.Call, CancellationToken.None);
        return call.IsCompletedSuccessfully ? call.Result.Status : 0;
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _bench.Dispose();
    }
}
