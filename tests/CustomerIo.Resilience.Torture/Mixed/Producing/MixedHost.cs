using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Torture.Producing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.Torture.Mixed.Producing;

/// <summary>A host with the library, in a hurry, whose clock, keys and store give trouble when told to.</summary>
internal sealed class MixedHost : IDisposable
{
    private readonly IHost _host;

    private MixedHost(IHost host, JumpingClock clock, TurningKeys keys)
    {
        _host = host;
        Clock = clock;
        Keys = keys;
        Store = (TroubledStore)host.Services.GetRequiredKeyedService<IFallbackStore>(string.Empty);
        Client = host.Services.GetRequiredService<ICustomerIoClient>();
        Background = host.Services.GetRequiredService<IBatchTracker>();
        Letters = host.Services.GetRequiredService<IDeadLetters>();
        Status = host.Services.GetRequiredService<ICustomerIoStatus>();
    }

    public JumpingClock Clock { get; }

    public TurningKeys Keys { get; }

    public TroubledStore Store { get; }

    public ICustomerIoClient Client { get; }

    public IBatchTracker Background { get; }

    public IDeadLetters Letters { get; }

    public ICustomerIoStatus Status { get; }

    public static MixedHost Build(MixedArguments arguments)
    {
        JumpingClock clock = new();
        TurningKeys keys = new();
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddSingleton<TimeProvider>(clock);
        CustomerIoBuilder customerIo = builder.Services.AddCustomerIo(options => Configure(options, arguments));
        if (arguments.File.Length > 0)
        {
            customerIo.UseSqliteFallback(
                arguments.File, static store => store.Synchronous = SqliteSynchronous.Normal);
        }

        customerIo.ProtectPayloads(_ => keys);
        MakeTroubled(customerIo, arguments.Seed);
        if (arguments.Errors.Length > 0)
        {
            builder.Logging.AddProvider(new ErrorOutput()).SetMinimumLevel(LogLevel.Error);
        }

        return new MixedHost(builder.Build(), clock, keys);
    }

    public Task StartAsync() => _host.StartAsync();

    public Task StopAsync() => _host.StopAsync();

    public void Dispose() => _host.Dispose();

    private static void MakeTroubled(CustomerIoBuilder customerIo, int seed)
    {
        ServiceDescriptor real = customerIo.Services.Last(static one => one.ServiceType == typeof(IFallbackStore));
        customerIo.UseFallbackStore(provider => new TroubledStore(
            (IFallbackStore)real.KeyedImplementationFactory!(provider, real.ServiceKey), seed));
    }

    private static void Configure(CustomerIoOptions options, MixedArguments arguments)
    {
        options.SiteId = "site-id";
        options.TrackApiKey = "track-api-key";
        options.TrackAddress = arguments.Server;
        options.RateLimits.TrackPerSecond = 100_000;
        options.Track.AttemptTimeout = Settings.AttemptTimeout;
        options.Track.TotalTimeout = TimeSpan.FromSeconds(2);
        options.Track.Retry.MaxRetries = 2;
        options.Track.Retry.BaseDelay = TimeSpan.FromMilliseconds(10);
        options.Track.Retry.MaxDelay = TimeSpan.FromMilliseconds(100);
        options.Track.CircuitBreaker.BreakDuration = Settings.BreakDuration;
        options.Fallback.DrainDelay = TimeSpan.FromMilliseconds(10);
        options.Fallback.MaxDrainDelay = Settings.MaxDrainDelay;
        options.Fallback.MinBlameTime = TimeSpan.FromSeconds(1);
        options.Fallback.MaxAttempts = 4;
        options.Fallback.MaxBlamed = 1_000_000;
        options.Fallback.MaxCount = arguments.MaxCount > 0 ? arguments.MaxCount : null;
        options.Delivery.Lanes = Settings.Lanes;
        options.Delivery.FlushInterval = TimeSpan.FromMilliseconds(20);
        options.Delivery.MaxBatchCount = Settings.MaxBatchCount;
        options.Delivery.Durability = arguments.Durability;
        if (arguments.Operations == 0)
        {
            // Nobody waits for what is only to find out keys.
            options.Delivery.ShutdownTimeout = TimeSpan.Zero;
        }
    }
}
