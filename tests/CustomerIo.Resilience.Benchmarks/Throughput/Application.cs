using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CustomerIo.Resilience.Benchmarks.Throughput;

/// <summary>An application with Customer.io added, default options but for the rate limit, which is lifted.</summary>
internal sealed class Application : IAsyncDisposable
{
    public const string SiteId = "site-id";
    public const string TrackApiKey = "track-api-key";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    private readonly IHost _host;
    private long _pauses;

    private Application(IHost host)
    {
        _host = host;
        Client = host.Services.GetRequiredService<ICustomerIoClient>();
        Tracker = host.Services.GetRequiredService<IBatchTracker>();
        Status = host.Services.GetRequiredService<ICustomerIoStatus>();
    }

    public ICustomerIoClient Client { get; }

    public IBatchTracker Tracker { get; }

    public ICustomerIoStatus Status { get; }

    /// <summary>How often a producer found no room and waited.</summary>
    public long Pauses => Interlocked.Read(ref _pauses);

    /// <summary>The most operations seen in the fallback store when a run ended its producing.</summary>
    public long MostStored { get; private set; }

    /// <param name="server">The server.</param>
    /// <param name="build">Changes what is not to be as usual.</param>
    public static async Task<Application> StartAsync(Uri server, Action<CustomerIoBuilder>? build = null)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        CustomerIoBuilder customerIo = builder.Services.AddCustomerIo(options =>
        {
            options.SiteId = SiteId;
            options.TrackApiKey = TrackApiKey;
            options.TrackAddress = server;
            options.RateLimits.TrackPerSecond = 100_000;
        });
        build?.Invoke(customerIo);
        IHost host = builder.Build();
        await host.StartAsync();
        return new Application(host);
    }

    /// <summary>Enqueues one event; where there is no room for it, waits a little and tries again.</summary>
    public void Enqueue(long number, Dictionary<string, object?> data)
    {
        while (!WasTaken(Tracker.Enqueue(SampleEvents.PersonOf(number), SampleEvents.Name, data)))
        {
            Thread.Sleep(Pause);
        }
    }

    /// <summary>Same, typed.</summary>
    public void Enqueue(long number, OrderCompleted data)
    {
        while (!WasTaken(Tracker.Enqueue(SampleEvents.PersonOf(number), data)))
        {
            Thread.Sleep(Pause);
        }
    }

    /// <summary>Waits until Customer.io has everything.</summary>
    public async Task DeliverAllAsync()
    {
        MostStored = Math.Max(MostStored, Status.Figures.Stored);
        await Client.FlushAsync();
        while (Status.Figures is var figures && figures.Delivered != figures.Accepted)
        {
            if (figures.Rejected + figures.Lost > 0)
            {
                throw new InvalidOperationException($"Not everything was delivered: {figures}.");
            }

            await Task.Delay(Pause);
        }
    }

    /// <summary>Same, blocking; for a thread of its own.</summary>
    public void DeliverAll() => Task.Run(DeliverAllAsync).GetAwaiter().GetResult();

    private bool WasTaken(DeliveryResult result)
    {
        if (result.Reason is not (RejectionReason.None or RejectionReason.QueueFull))
        {
            throw new InvalidOperationException($"An event was rejected: {result.Reason}.");
        }

        if (!result.IsAccepted)
        {
            Interlocked.Increment(ref _pauses);
        }

        return result.IsAccepted;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
