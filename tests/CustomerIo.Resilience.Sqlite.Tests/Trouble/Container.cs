using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.Sqlite.Tests.Trouble;

/// <summary>A container with Customer.io and a SQLite store and no host: a test starts delivery when it likes, or never.</summary>
internal sealed class Container : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private Container(CustomerIoSimulator simulator, FakeTime time, ServiceProvider services)
    {
        Simulator = simulator;
        Time = time;
        _services = services;
        Client = services.GetRequiredService<ICustomerIoClient>();
        Tracker = services.GetRequiredService<IBatchTracker>();
        Status = services.GetRequiredService<ICustomerIoStatus>();
    }

    public CustomerIoSimulator Simulator { get; }

    public FakeTime Time { get; }

    public ICustomerIoClient Client { get; }

    public IBatchTracker Tracker { get; }

    public ICustomerIoStatus Status { get; }

    public static async Task<Container> MakeAsync(string path, FakeTime? time = null, Action<CustomerIoOptions>? configure = null)
    {
        time ??= new FakeTime();
        CustomerIoSimulator simulator = await CustomerIoSimulator.StartAsync();
        ServiceCollection services = new();
        services.AddLogging(static logging => logging.SetMinimumLevel(LogLevel.None));
        services.AddSingleton<TimeProvider>(time);
        services
            .AddCustomerIo(options =>
            {
                options.SiteId = simulator.SiteId;
                options.TrackApiKey = simulator.TrackApiKey;
                options.TrackAddress = simulator.TrackAddress;
                options.Delivery.ShutdownTimeout = TimeSpan.Zero;
                configure?.Invoke(options);
            })
            .UseSqliteFallback(path);
        return new Container(simulator, time, services.BuildServiceProvider());
    }

    public async Task StartAsync()
    {
        foreach (IHostedService service in _services.GetServices<IHostedService>())
        {
            await service.StartAsync(default);
        }
    }

    /// <summary>Lets time pass in small steps, each with a moment of real time for what goes over the socket and to the disk.</summary>
    public async Task<bool> PassAsync(Func<bool> until, TimeSpan atMost)
    {
        DateTimeOffset deadline = Time.GetUtcNow() + atMost;
        while (!until() && Time.GetUtcNow() < deadline)
        {
            Time.Advance(TimeSpan.FromMilliseconds(250));
            await Task.Delay(10);
        }

        return until();
    }

    /// <summary>Disposes of the container as <c>using</c> does, without waiting for anything in between.</summary>
    public Task DisposeSynchronouslyAsync() => Task.Run(_services.Dispose).WaitAsync(TimeSpan.FromSeconds(30));

    public async ValueTask DisposeAsync()
    {
        Simulator.Faults.ReleaseHung();
        Task disposed = _services.DisposeAsync().AsTask();
        await PassAsync(() => disposed.IsCompleted, TimeSpan.FromMinutes(2));
        await disposed.WaitAsync(TimeSpan.FromSeconds(30));
        await Simulator.DisposeAsync();
    }
}
