using CustomerIo.Resilience.Testing.Simulation;

namespace CustomerIo.Resilience.Testing;

/// <summary>
/// Customer.io on the loopback interface: a real HTTP server with the service's operations, state, limits and error
/// envelopes, with faults on demand and a record of everything that came. It shares no code with the client.
/// </summary>
/// <example>
/// <code>
/// await using var simulator = await CustomerIoSimulator.StartAsync();
/// simulator.Faults.Next(Fault.ResetAfterAcceptance());
/// // ... point the client to simulator.TrackAddress ...
/// var person = simulator.Person("42");
/// </code>
/// </example>
public sealed partial class CustomerIoSimulator : IAsyncDisposable
{
    private readonly CustomerIoSimulatorOptions _options;
    private readonly SimulatorAddresses _addresses = new();
    private readonly ChangeSignal _changes = new();
    private readonly RequestRecorder _recorder;
    private readonly Workspace _workspace;
    private readonly SimulatorApplication _application;
    private readonly SemaphoreSlim _lifecycle = new(1, 1);
    private SimulatorServer? _server;
    private KeptPorts? _kept;
    private bool _isDisposed;

    private CustomerIoSimulator(CustomerIoSimulatorOptions options)
    {
        _options = options;
        _addresses.HomePort = options.Port;
        _recorder = new RequestRecorder(options);
        _workspace = new Workspace(options, _changes);
        Faults = new FaultPlan(_changes);
        var track = new TrackApi(options, _addresses, _workspace);
        var router = new Router(options, _addresses, track, new AppApi(_workspace, _addresses));
        _application = new SimulatorApplication(options, Faults, _recorder, router, _changes);
    }

    /// <summary>What goes wrong, and when. Nothing, unless you say so.</summary>
    public FaultPlan Faults { get; }

    /// <summary>The address of the Track API, in the workspace's own region; stays the same over a restart.</summary>
    public Uri TrackAddress => _addresses.Home;

    /// <summary>The address of the App API, in the workspace's own region; stays the same over a restart.</summary>
    public Uri ApiAddress => _addresses.Home;

    /// <summary>
    /// The address of the other region's host, for both APIs: it redirects a European workspace's requests and refuses
    /// the credentials of a workspace in the United States.
    /// </summary>
    public Uri OtherRegionAddress => _addresses.Other;

    /// <summary>The Site ID it accepts.</summary>
    public string SiteId => _options.SiteId;

    /// <summary>The Track API key it accepts.</summary>
    public string TrackApiKey => _options.TrackApiKey;

    /// <summary>The App API key it accepts.</summary>
    public string AppApiKey => _options.AppApiKey;

    /// <summary>Whether it listens.</summary>
    public bool IsRunning => Volatile.Read(ref _server) is not null;

    /// <summary>Starts a simulator with an empty workspace.</summary>
    /// <param name="options">How it behaves; null for the defaults. Not to be changed afterwards.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <returns>The running simulator.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<CustomerIoSimulator> StartAsync(
        CustomerIoSimulatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new CustomerIoSimulatorOptions();
        SimulatorOptionsRules.Check(options);
        var simulator = new CustomerIoSimulator(options);
        try
        {
            await simulator.StartAgainAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await simulator.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        return simulator;
    }

    /// <summary>
    /// Goes down as a server does: connections are refused and open ones aborted. What it knows is kept.
    /// </summary>
    /// <returns>A task that ends when the ports are closed.</returns>
    public async Task StopAsync()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        await _lifecycle.WaitAsync().ConfigureAwait(false);
        try
        {
            await StopServerAsync().ConfigureAwait(false);
        }
        finally
        {
            _lifecycle.Release();
        }
    }

    /// <summary>Comes back on the same ports with everything it knew; does nothing while it runs.</summary>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <returns>A task that ends when it listens.</returns>
    /// <exception cref="IOException">Somebody else has taken the port.</exception>
    public async Task StartAgainAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        await _lifecycle.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _kept?.Dispose();
            _kept = null;
            _server ??= await SimulatorServer.StartAsync(_addresses, _application, cancellationToken)
                .ConfigureAwait(false);
        }
        finally
        {
            _lifecycle.Release();
        }
    }

    /// <summary>Stops for good. The questions can still be asked.</summary>
    /// <returns>A task that ends when the ports are closed.</returns>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        await StopAsync().ConfigureAwait(false);
        _isDisposed = true;
        _kept?.Dispose();
        _lifecycle.Dispose();
    }

    private async Task StopServerAsync()
    {
        if (_server is { } server)
        {
            Volatile.Write(ref _server, value: null);
            await server.StopAsync().ConfigureAwait(false);
            server.Dispose();
            _kept = new KeptPorts(_addresses.HomePort, _addresses.OtherPort);
        }
    }
}
