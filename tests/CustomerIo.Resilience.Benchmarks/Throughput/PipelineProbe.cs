using CustomerIo.Resilience.Http;
using CustomerIo.Resilience.Resilience;
using Polly;

namespace CustomerIo.Resilience.Benchmarks.Throughput;

/// <summary>What timeouts, retry, rate limiter and breaker add to a request that goes well.</summary>
internal static class PipelineProbe
{
    private const int Burst = 2_000;
    private const int BurstsInRun = 400;

    public static void Run(ThroughputOptions options, Report report)
    {
        using PipelineBench bench = new();
        CallScope scope = bench.MakeScope();
        Cost whole = default;
        Cost stub = default;

        // The first round is the warm-up, long enough for every method to have reached its last form.
        for (int round = 0; round < 2; round++)
        {
            whole = ThreadMeter.Measure(BurstsInRun * options.Runs, Burst, _ => Send(bench));
            stub = ThreadMeter.Measure(BurstsInRun * options.Runs, Burst, _ => SendStub(bench.Sender, scope));
        }

        Cost added = whole - stub;
        report.Ratio("pipeline_ns_per_request", added.Nanoseconds);
        report.Figure("pipeline_ns_fastest_tenth", added.FastNanoseconds, "ns");
        report.Ratio("pipeline_bytes_per_request", added.Bytes);
    }

    private static void Send(PipelineBench bench)
    {
        ValueTask<HttpResult> sending = bench.Http.SendAsync(bench.Call, CancellationToken.None);
        Check(sending.IsCompletedSuccessfully && sending.Result.IsSuccess);
    }

    private static void SendStub(StubSender stub, CallScope scope)
    {
        ValueTask<Outcome<HttpResult>> sending = stub.SendOnceAsync(scope, CancellationToken.None);
        Check(sending.IsCompletedSuccessfully && sending.Result.Result.IsSuccess);
    }

    private static void Check(bool isAnswered)
    {
        if (!isAnswered)
        {
            throw new InvalidOperationException("The stub's answer did not come through at once.");
        }
    }
}
