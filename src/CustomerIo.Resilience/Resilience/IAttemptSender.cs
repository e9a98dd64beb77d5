using CustomerIo.Resilience.Http;
using Polly;

namespace CustomerIo.Resilience.Resilience;

/// <summary>Makes one attempt: the inside of every pipeline.</summary>
internal interface IAttemptSender
{
    /// <summary>
    /// Sends once. Does not throw: a cancelled attempt is an outcome with its exception, all else a result.
    /// </summary>
    ValueTask<Outcome<HttpResult>> SendOnceAsync(CallScope scope, CancellationToken cancellationToken);
}
