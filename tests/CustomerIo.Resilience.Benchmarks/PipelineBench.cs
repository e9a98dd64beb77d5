using CustomerIo.Resilience.Http;
using CustomerIo.Resilience.Resilience;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CustomerIo.Resilience.Benchmarks;

/// <summary>The way to the wire of a workspace, with a stub where the wire begins.</summary>
internal sealed class PipelineBench : IDisposable
{
    private readonly CircuitBreakers _breakers;
    private readonly WorkspacePipelines _pipelines;

    public PipelineBench()
    {
        // More than any server takes, so that the limiter never makes a call wait.
        CustomerIoOptions options = new()
        {
            SiteId = "site-id",
            TrackApiKey = "track-api-key",
            RateLimits = new RateLimitOptions { TrackPerSecond = 10_000_000 },
        };
        PipelineServices services = new(
            TimeProvider.System, SystemRandomSource.Instance, NullHttpObserver.Instance, NullLogger.Instance);
        _breakers = new CircuitBreakers(options, services.Time, services.Observer, services.Logger);
        _pipelines = new WorkspacePipelines(options, _breakers, services);
        WorkspaceSettingsCache settings = new(new FixedOptions(options), string.Empty, services.Logger);
        Http = new CustomerIoHttp(_pipelines, Sender, settings);
    }

    public StubSender Sender { get; } = new();

    public CustomerIoHttp Http { get; }

    public HttpCall Call { get; } = new(ApiSurface.Track, HttpMethod.Post, "/api/v2/batch", "{\"batch\":[]}"u8.ToArray());

    public CallScope MakeScope() => CallScope.Rent(Call, Sender, long.MaxValue, CancellationToken.None);

    public void Dispose()
    {
        _pipelines.Dispose();
        _breakers.Dispose();
    }

    private sealed class FixedOptions(CustomerIoOptions options) : IOptionsMonitor<CustomerIoOptions>
    {
        public CustomerIoOptions CurrentValue => options;

        public CustomerIoOptions Get(string? name) => options;

        public IDisposable? OnChange(Action<CustomerIoOptions, string?> listener) => null;
    }
}
