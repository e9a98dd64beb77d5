using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.Tests.Support;

/// <summary>An application with Customer.io added, as a user would, and a simulator on loopback that it talks to.</summary>
internal sealed class Workbench : IAsyncDisposable
{
    private readonly IHost _host;

    private Workbench(CustomerIoSimulator simulator, IHost host, HostLog log)
    {
        Simulator = simulator;
        _host = host;
        Log = log;
    }

    public CustomerIoSimulator Simulator { get; }

    public HostLog Log { get; }

    public ICustomerIoClient Client => Get<ICustomerIoClient>();

    public IBatchTracker Tracker => Get<IBatchTracker>();

    public ICustomerIoStatus Status => Get<ICustomerIoStatus>();

    public IDeadLetters DeadLetters => Get<IDeadLetters>();

    public static async Task<Workbench> StartAsync(
        Action<CustomerIoOptions>? configure = null,
        TimeProvider? time = null,
        Action<CustomerIoSimulatorOptions>? simulate = null,
        Action<CustomerIoBuilder>? build = null)
    {
        CustomerIoSimulatorOptions simulation = new();
        simulate?.Invoke(simulation);
        CustomerIoSimulator simulator = await CustomerIoSimulator.StartAsync(simulation);
        HostLog log = new();
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Logging.AddProvider(log).SetMinimumLevel(LogLevel.Debug);
        if (time is not null)
        {
            builder.Services.AddSingleton(time);
        }

        CustomerIoBuilder customerIo = builder.Services.AddCustomerIo(options =>
        {
            options.SiteId = simulator.SiteId;
            options.TrackApiKey = simulator.TrackApiKey;
            options.AppApiKey = simulator.AppApiKey;
            options.TrackAddress = simulator.TrackAddress;
            options.ApiAddress = simulator.ApiAddress;
            options.RateLimits.TrackPerSecond = 100_000;
            options.RateLimits.AppPerSecond = 100_000;
            configure?.Invoke(options);
        });
        build?.Invoke(customerIo);
        IHost host = builder.Build();
        await host.StartAsync();
        return new Workbench(simulator, host, log);
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    /// <summary>Looks again and again until the condition holds; the deadline only ends a test that would hang.</summary>
    public async Task WaitForAsync(Func<Workbench, bool> condition, int seconds = 60)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (!condition(this))
        {
            if (TimeProvider.System.GetElapsedTime(started) > TimeSpan.FromSeconds(seconds))
            {
                throw new TimeoutException(
                    $"{Status.Figures}, circuit {Status.Circuits.Track.State}, {Simulator.RequestCount} requests, "
                    + string.Join(" | ", Log.Lines.Where(static line => line.Level >= LogLevel.Error).TakeLast(3)));
            }

            await Task.Delay(5);
        }
    }

    /// <summary>Waits until nothing is on its way any more.</summary>
    public Task SettleAsync(int seconds = 60) =>
        WaitForAsync(static bench => bench.Status.Figures is { InMemory: 0, Stored: 0 }, seconds);

    public async Task<IReadOnlyList<DeadLetter>> DeadLettersAsync()
    {
        List<DeadLetter> letters = [];
        await foreach (DeadLetter letter in DeadLetters.ListAsync())
        {
            letters.Add(letter);
        }

        return letters;
    }

    public Task StopHostAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Simulator.Faults.ReleaseHung();
        await _host.StopAsync();
        if (_host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }

        await Simulator.DisposeAsync();
    }
}
