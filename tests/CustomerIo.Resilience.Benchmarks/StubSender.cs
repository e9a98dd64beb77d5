using CustomerIo.Resilience.Http;
using CustomerIo.Resilience.Resilience;
using Polly;

namespace CustomerIo.Resilience.Benchmarks;

/// <summary>A server that has answered before it was asked: what remains is the pipeline's own cost.</summary>
internal sealed class StubSender : IAttemptSender
{
    private static readonly HttpResult Ok = HttpResult.Answer(200, "{}"u8.ToArray());

    public ValueTask<Outcome<HttpResult>> SendOnceAsync(CallScope scope, CancellationToken cancellationToken) =>
        Outcome.FromResultAsValueTask(Ok);
}
