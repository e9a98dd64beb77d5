using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.Tests.Registration;

/// <summary>An application that registers as the test says.</summary>
internal static class App
{
    public static async Task<IHost> StartAsync(Action<IServiceCollection> add, HostLog? log = null)
    {
        IHost host = Build(add, log);
        try
        {
            await host.StartAsync();
            return host;
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    public static IHost Build(Action<IServiceCollection> add, HostLog? log = null)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        if (log is not null)
        {
            builder.Logging.AddProvider(log).SetMinimumLevel(LogLevel.Trace);
        }

        add(builder.Services);
        return builder.Build();
    }

    public static void PointTo(this CustomerIoOptions options, CustomerIoSimulator simulator)
    {
        options.SiteId = simulator.SiteId;
        options.TrackApiKey = simulator.TrackApiKey;
        options.AppApiKey = simulator.AppApiKey;
        options.TrackAddress = simulator.TrackAddress;
        options.ApiAddress = simulator.ApiAddress;
    }

    /// <summary>A section as in a file of settings, and what reloads it; the last value of a name counts.</summary>
    public static IConfigurationRoot Settings(params (string Name, string? Value)[] values) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(values
                .GroupBy(value => value.Name, StringComparer.Ordinal)
                .Select(group => KeyValuePair.Create($"CustomerIo:{group.Key}", group.Last().Value)))
            .Build();

    public static IConfigurationRoot Settings(
        CustomerIoSimulator simulator, params (string Name, string? Value)[] more) =>
        Settings(
        [
            ("SiteId", simulator.SiteId),
            ("TrackApiKey", simulator.TrackApiKey),
            ("AppApiKey", simulator.AppApiKey),
            ("TrackAddress", simulator.TrackAddress.ToString()),
            ("ApiAddress", simulator.ApiAddress.ToString()),
            .. more,
        ]);

    public static T Get<T>(this IHost host)
        where T : notnull => host.Services.GetRequiredService<T>();
}
