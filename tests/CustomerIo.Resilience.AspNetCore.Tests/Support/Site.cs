using System.Net;
using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.AspNetCore.Tests.Support;

/// <summary>A web application on a free port of loopback, with Customer.io added, and the simulator it talks to.</summary>
internal sealed class Site : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Site(CustomerIoSimulator simulator, WebApplication app, HostLog log)
    {
        Simulator = simulator;
        _app = app;
        Log = log;
        Http = NewBrowser();
    }

    public CustomerIoSimulator Simulator { get; }

    public HostLog Log { get; }

    /// <summary>Keeps cookies, follows no redirect.</summary>
    public HttpClient Http { get; }

    public ICustomerIoClient Client => Get<ICustomerIoClient>();

    public IDeadLetters DeadLetters => Get<IDeadLetters>();

    public static async Task<Site> StartAsync(
        Action<WebApplication> map,
        Action<IServiceCollection>? add = null,
        Action<CustomerIoOptions>? configure = null,
        string environment = "Production")
    {
        CustomerIoSimulator simulator = await CustomerIoSimulator.StartAsync();
        HostLog log = new();
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new() { EnvironmentName = environment });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        builder.Logging.AddProvider(log);
        builder.Services.AddCustomerIo(options =>
        {
            PointTo(options, simulator);
            options.Track.Retry.MaxRetries = 0;
            options.Delivery.FlushInterval = TimeSpan.FromMilliseconds(10);
            configure?.Invoke(options);
        });
        add?.Invoke(builder.Services);
        WebApplication app = builder.Build();
        map(app);
        await app.StartAsync();
        return new Site(simulator, app, log);
    }

    public static void PointTo(CustomerIoOptions options, CustomerIoSimulator simulator)
    {
        options.SiteId = simulator.SiteId;
        options.TrackApiKey = simulator.TrackApiKey;
        options.AppApiKey = simulator.AppApiKey;
        options.TrackAddress = simulator.TrackAddress;
        options.ApiAddress = simulator.ApiAddress;
    }

    public HttpClient NewBrowser() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        CookieContainer = new CookieContainer(),
    })
    {
        BaseAddress = new Uri(_app.Urls.Single()),
        Timeout = TimeSpan.FromSeconds(60),
    };

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public Task StopAsync() => _app.StopAsync();

    /// <summary>Makes one dead letter.</summary>
    public async Task<Ulid> RefusedAsync(PersonId person, string name, Dictionary<string, object?>? data = null)
    {
        Simulator.Faults.Next(Fault.RejectItems(0));
        DeliveryResult result = await Client.TrackAsync(person, name, data);
        return result.Reason is RejectionReason.RefusedByServer
            ? result.OperationId
            : throw new InvalidOperationException($"It was to be refused and is {result.Status} {result.Reason}.");
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        await Simulator.DisposeAsync();
    }
}
