using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.Torture.Producing;

/// <summary>
/// A generic host with the library and a SQLite store, as in any application, and in more of a hurry.
/// </summary>
internal static class AppHost
{
    public static IHost Build(
        ProducerArguments arguments,
        Action<CustomerIoOptions>? configure = null,
        Action<CustomerIoBuilder>? build = null)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        CustomerIoBuilder customerIo = builder.Services
            .AddCustomerIo(options =>
            {
                options.SiteId = "site-id";
                options.TrackApiKey = "track-api-key";
                options.TrackAddress = arguments.Server;
                options.RateLimits.TrackPerSecond = 100_000;
                options.Track.AttemptTimeout = TimeSpan.FromMilliseconds(500);
                options.Track.Retry.MaxRetries = 2;
                options.Track.Retry.BaseDelay = TimeSpan.FromMilliseconds(1);
                options.Track.Retry.MaxDelay = TimeSpan.FromMilliseconds(5);
                options.Track.CircuitBreaker.BreakDuration = TimeSpan.FromMilliseconds(500);
                options.Fallback.DrainDelay = TimeSpan.FromMilliseconds(10);
                options.Fallback.MaxDrainDelay = TimeSpan.FromMilliseconds(100);
                options.Delivery.FlushInterval = TimeSpan.FromMilliseconds(20);
                options.Delivery.MaxBatchCount = 20;
                options.Delivery.Durability = arguments.Durability;
                configure?.Invoke(options);
            })
            .UseSqliteFallback(arguments.File, store => store.Synchronous = arguments.Synchronous);
        build?.Invoke(customerIo);
        builder.Logging.AddProvider(new ErrorOutput()).SetMinimumLevel(LogLevel.Error);
        return builder.Build();
    }
}
