using CustomerIo.Resilience.Http;

namespace CustomerIo.Resilience.Resilience;

/// <summary>
/// The pipelines of one workspace, built once, so that breakers and buckets live as long as the process.
/// </summary>
internal sealed class WorkspacePipelines : IDisposable
{
    private readonly TokenBucket _track;
    private readonly TokenBucket _app;
    private readonly TokenBucket _appSend;
    private readonly TokenBucket _appBroadcast;
    private readonly CallPipeline[] _pipelines;

    public WorkspacePipelines(CustomerIoOptions options, CircuitBreakers breakers, PipelineServices services)
    {
        RateLimitOptions limits = options.RateLimits;
        _track = TokenBucket.PerSecond(limits.TrackPerSecond, services.Time);
        _app = TokenBucket.PerSecond(limits.AppPerSecond, services.Time);
        _appSend = TokenBucket.PerSecond(limits.AppSendPerSecond, services.Time);
        _appBroadcast = new TokenBucket(limits.BroadcastInterval, 1, services.Time);
        _pipelines =
        [
            Make(ApiSurface.Track, options.Track, _track),
            Make(ApiSurface.App, options.App, _app),
            Make(ApiSurface.AppSend, options.App, _appSend),
            Make(ApiSurface.AppBroadcast, options.App, _appBroadcast),
        ];

        CallPipeline Make(ApiSurface surface, ResilienceOptions resilience, TokenBucket bucket) =>
            new(surface, resilience, bucket, breakers.Of(surface), services);
    }

    public CallPipeline this[ApiSurface surface] => _pipelines[(int)surface];

    public void Dispose()
    {
        _track.Dispose();
        _app.Dispose();
        _appSend.Dispose();
        _appBroadcast.Dispose();
    }
}
