using System.Text;
using CustomerIo.Resilience.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CustomerIo.Resilience.Generators.Tests.EndToEnd;

/// <summary>An application with Customer.io added, against a simulator.</summary>
internal sealed class TypedApp : IAsyncDisposable
{
    private readonly CustomerIoSimulator _simulator;
    private readonly IHost _host;

    private TypedApp(CustomerIoSimulator simulator, IHost host)
    {
        _simulator = simulator;
        _host = host;
    }

    public ICustomerIoClient Client => _host.Services.GetRequiredService<ICustomerIoClient>();

    public IBatchTracker Tracker => _host.Services.GetRequiredService<IBatchTracker>();

    /// <summary>The body of the last request.</summary>
    public string LastBody => Encoding.UTF8.GetString(_simulator.Requests[^1].Body.Span);

    public static async Task<TypedApp> StartAsync(Action<CustomerIoOptions>? configure = null)
    {
        CustomerIoSimulator simulator = await CustomerIoSimulator.StartAsync();
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddCustomerIo(options =>
        {
            options.SiteId = simulator.SiteId;
            options.TrackApiKey = simulator.TrackApiKey;
            options.TrackAddress = simulator.TrackAddress;
            configure?.Invoke(options);
        });
        IHost host = builder.Build();
        await host.StartAsync();
        return new TypedApp(simulator, host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        await _simulator.DisposeAsync();
    }
}
