using CustomerIo.Resilience.Http;
using CustomerIo.Resilience.Resilience;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CustomerIo.Resilience.Tests.Support;

/// <summary>A workspace's way to the wire, registered as an application registers it.</summary>
internal sealed class HttpHarness : IAsyncDisposable
{
    public const string Workspace = "main";

    private readonly ServiceProvider _provider;

    public HttpHarness(
        Action<CustomerIoOptions>? configure = null,
        HttpMessageHandler? network = null,
        FakeTime? time = null,
        Action<IServiceCollection>? services = null)
    {
        var collection = new ServiceCollection();
        collection.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log));
        collection.AddSingleton<TimeProvider>(time ?? TimeProvider.System);
        collection.AddSingleton<RandomSource>(Random);
        collection.AddSingleton<IHttpObserver>(Observer);
        collection.AddOptions<CustomerIoOptions>(Workspace).Configure(options =>
        {
            options.SiteId = "site";
            options.TrackApiKey = "track-secret";
            options.AppApiKey = "app-secret";
            options.TrackAddress = new Uri("http://track.test");
            options.ApiAddress = new Uri("http://api.test");
            options.Track.Retry.Jitter = 0;
            options.App.Retry.Jitter = 0;
            configure?.Invoke(options);
        });
        (IHttpClientBuilder track, IHttpClientBuilder app) = CustomerIoHttpRegistration.Add(collection, Workspace);
        if (network is not null)
        {
            track.ConfigurePrimaryHttpMessageHandler(() => network);
            app.ConfigurePrimaryHttpMessageHandler(() => network);
        }

        services?.Invoke(collection);
        _provider = collection.BuildServiceProvider();
        Http = _provider.GetRequiredKeyedService<ICustomerIoHttp>(Workspace);
    }

    public LogLines Log { get; } = new();

    public RecordingObserver Observer { get; } = new();

    public ScriptedRandom Random { get; } = new();

    public ICustomerIoHttp Http { get; }

    public ICircuitBreakers Breakers => _provider.GetRequiredKeyedService<ICircuitBreakers>(Workspace);

    public IServiceProvider Services => _provider;

    public IOptionsMonitorCache<CustomerIoOptions> OptionsCache =>
        _provider.GetRequiredService<IOptionsMonitorCache<CustomerIoOptions>>();

    public static HttpCall Post(
        string path = "/api/v2/batch",
        string body = """{"batch":[]}""",
        ApiSurface surface = ApiSurface.Track,
        Repetition repetition = Repetition.Safe) =>
        new(surface, HttpMethod.Post, path, System.Text.Encoding.UTF8.GetBytes(body), repetition);

    public async Task<HttpResult> SendAsync(HttpCall? call = null, CancellationToken cancellationToken = default) =>
        await Http.SendAsync(call ?? Post(), cancellationToken);

    public ValueTask DisposeAsync() => _provider.DisposeAsync();
}

internal sealed class RecordingObserver : IHttpObserver
{
    public List<(ApiSurface Surface, int Status, FailureKind Failure)> Attempts { get; } = [];

    public List<TimeSpan> Retries { get; } = [];

    public List<(ApiSurface Surface, CircuitState State)> Circuits { get; } = [];

    public void OnAttempt(ApiSurface surface, int status, FailureKind failure, TimeSpan elapsed)
    {
        lock (Attempts)
        {
            Attempts.Add((surface, status, failure));
        }
    }

    public void OnRetry(ApiSurface surface, TimeSpan delay)
    {
        lock (Retries)
        {
            Retries.Add(delay);
        }
    }

    public void OnCircuit(ApiSurface surface, CircuitState state)
    {
        lock (Circuits)
        {
            Circuits.Add((surface, state));
        }
    }
}

/// <summary>Always the same number, from 0, which means no jitter, to 1.</summary>
internal sealed class ScriptedRandom : RandomSource
{
    public double Next { get; set; } = 0.5;

    public override double NextDouble() => Next;
}
