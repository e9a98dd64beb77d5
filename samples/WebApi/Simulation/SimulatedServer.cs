using CustomerIo.Resilience.Testing;

namespace CustomerIo.Resilience.WebApi.Simulation;

/// <summary>Customer.io for those who have no account, or no wish to try an outage on it.</summary>
internal sealed class SimulatedServer : IAsyncDisposable
{
    private readonly CustomerIoSimulator _simulator;

    private SimulatedServer(CustomerIoSimulator simulator) => _simulator = simulator;

    /// <summary>Starts one; null when the configuration has credentials of a real workspace.</summary>
    public static async Task<SimulatedServer?> StartUnlessConfiguredAsync(IConfiguration configuration) =>
        string.IsNullOrEmpty(configuration["CustomerIo:SiteId"])
            ? new SimulatedServer(await CustomerIoSimulator.StartAsync())
            : null;

    public void TakeThePlaceOfCustomerIo(CustomerIoBuilder customerIo) => customerIo.Configure(options =>
    {
        options.SiteId = _simulator.SiteId;
        options.TrackApiKey = _simulator.TrackApiKey;
        options.AppApiKey = _simulator.AppApiKey;
        options.TrackAddress = _simulator.TrackAddress;
        options.ApiAddress = _simulator.ApiAddress;
        options.Track.Retry.MaxRetries = 1;
        options.Track.Retry.BaseDelay = TimeSpan.FromMilliseconds(100);
        options.Track.CircuitBreaker.BreakDuration = TimeSpan.FromSeconds(5);
        options.Fallback.MaxDrainDelay = TimeSpan.FromSeconds(2);
    });

    /// <summary>What only a simulator lets you do.</summary>
    public void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/simulator/stop", () => _simulator.StopAsync());
        app.MapPost("/simulator/start", () => _simulator.StartAgainAsync());
        app.MapPost("/simulator/refuse-next", () => _simulator.Faults.Next(Fault.RejectItems(0)));
        app.MapGet("/simulator/events/{person}", (string person) => _simulator.EventsOf(person).Count);
    }

    public ValueTask DisposeAsync() => _simulator.DisposeAsync();
}
