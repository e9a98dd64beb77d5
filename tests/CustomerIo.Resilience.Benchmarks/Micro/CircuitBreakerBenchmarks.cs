using BenchmarkDotNet.Attributes;
using CustomerIo.Resilience.Http;
using CustomerIo.Resilience.Resilience;
using Microsoft.Extensions.Logging.Abstractions;
using Polly;
using Polly.CircuitBreaker;

namespace CustomerIo.Resilience.Benchmarks.Micro;

/// <summary>A call through a closed circuit: our strategy, and the one that comes with Polly.</summary>
public class CircuitBreakerBenchmarks
{
    private readonly CircuitBreaker _breaker = new(new CircuitBreakerOptions(), TimeProvider.System, NullLogger.Instance);
    private readonly ResilienceContext _context = ResilienceContextPool.Shared.Get();
    private readonly HttpResult _ok = HttpResult.Answer(200, default);
    private ResiliencePipeline<HttpResult>? _ours;
    private ResiliencePipeline<HttpResult>? _pollys;

    [GlobalSetup]
    public void SetUp()
    {
        _ours = new ResiliencePipelineBuilder<HttpResult>()
            .AddStrategy(_ => new CircuitBreakerStrategy(_breaker))
            .Build();
        _pollys = new ResiliencePipelineBuilder<HttpResult>()
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<HttpResult>
            {
                ShouldHandle = static args => ValueTask.FromResult(args.Outcome.Result.Status >= 500),
            })
            .Build();
    }

    [Benchmark(Baseline = true)]
    public int Pollys() => Call(_pollys!);

    [Benchmark]
    public int Ours() => Call(_ours!);

    [GlobalCleanup]
    public void CleanUp()
    {
        _breaker.Dispose();
    }

    private int Call(ResiliencePipeline<HttpResult> pipeline)
    {
        ValueTask<Outcome<HttpResult>> call = pipeline.ExecuteOutcomeAsync(
            static (_, ok) => Outcome.FromResultAsValueTask(ok), _context, _ok);
        return call.IsCompletedSuccessfully ? call.Result.Result.Status : 0;
    }
}
