using CustomerIo.Resilience.Http;
using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.Resilience;

/// <summary>What the pipelines of a workspace share.</summary>
internal sealed record PipelineServices(TimeProvider Time, RandomSource Random, IHttpObserver Observer, ILogger Logger);
