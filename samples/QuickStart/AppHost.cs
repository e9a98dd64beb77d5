using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.QuickStart;

/// <summary>A generic host with the library added, as in any application.</summary>
internal static class AppHost
{
    /// <summary>One that talks to Customer.io; credentials come from the environment.</summary>
    public static IHost Live(bool logs, string store)
    {
        HostApplicationBuilder builder = NewBuilder(logs);
        builder.Services.AddCustomerIo().UseSqliteFallback(store);
        return builder.Build();
    }

    /// <summary>One that talks to a simulator, and does not take long to notice an outage or its end.</summary>
    public static IHost Simulated(bool logs, ServerAccess server, string store, Durability durability)
    {
        HostApplicationBuilder builder = NewBuilder(logs);
        builder.Services.AddCustomerIo(options =>
        {
            options.SiteId = server.SiteId;
            options.TrackApiKey = server.TrackApiKey;
            options.TrackAddress = server.Address;
            options.Delivery.Durability = durability;

            // The defaults are made for a service on the internet; a show of ten seconds is in more of a hurry.
            options.Track.Retry.BaseDelay = TimeSpan.FromMilliseconds(50);
            options.Track.Retry.MaxDelay = TimeSpan.FromMilliseconds(500);
            options.Track.CircuitBreaker.BreakDuration = TimeSpan.FromSeconds(1);
            options.Fallback.DrainDelay = TimeSpan.FromMilliseconds(100);
            options.Fallback.MaxDrainDelay = TimeSpan.FromSeconds(1);
            options.Delivery.FlushInterval = TimeSpan.FromMilliseconds(500);
        }).UseSqliteFallback(store);
        return builder.Build();
    }

    private static HostApplicationBuilder NewBuilder(bool logs)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Warning);
        if (logs)
        {
            // To the error output: the other one is for the result. Not while a live view is drawn, it would be torn.
            builder.Logging.AddSimpleConsole(static console => console.SingleLine = true);
            builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(
                static console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        }

        return builder;
    }
}
