using System.Collections.Immutable;
using CustomerIo.Resilience.Testing.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace CustomerIo.Resilience.Testing;

/// <summary>
/// A <see cref="CustomerIoSimulator"/> for an application that a test starts, such as that of a
/// <c>WebApplicationFactory</c>: attach it to the services, and all workspaces talk to it. Several applications may
/// share one.
/// </summary>
/// <remarks>
/// With a clock that the test moves, these need it to be moved: waits between retries, the end of a circuit's break,
/// the waits of the drain after an outage, the sending of what nobody awaits (<see cref="FlushAsync"/> sends it at
/// once), and timeouts. An awaited call that Customer.io takes at the first try needs no time to pass.
/// </remarks>
public sealed class SimulatedCustomerIo : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(5);

    private readonly TimeProvider? _time;
    private ImmutableList<AttachedApplication> _applications = [];

    private SimulatedCustomerIo(CustomerIoSimulator simulator, TimeProvider? time)
    {
        Simulator = simulator;
        _time = time;
    }

    /// <summary>The simulator: its state, its record of requests, and its faults.</summary>
    public CustomerIoSimulator Simulator { get; }

    /// <summary>Starts a simulator on a free port.</summary>
    /// <param name="time">
    /// The clock of the applications that will be attached, such as a <c>FakeTimeProvider</c>; it takes the place of
    /// their <see cref="TimeProvider"/>. Null, the default, leaves theirs.
    /// </param>
    /// <param name="options">How the simulator behaves; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<SimulatedCustomerIo> StartAsync(
        TimeProvider? time = null,
        CustomerIoSimulatorOptions? options = null,
        CancellationToken cancellationToken = default) =>

        // It is disposed of with the fixture, whose constructor cannot fail.
#pragma warning disable CA2000
        new(await CustomerIoSimulator.StartAsync(options, cancellationToken).ConfigureAwait(false), time);
#pragma warning restore CA2000

    /// <summary>
    /// Points every workspace of an application at the simulator: addresses, credentials, retries after milliseconds, a
    /// break of half a second, no rate limits. Everything else, the store too, stays the application's. Call it after
    /// the application's own registrations, as <c>ConfigureTestServices</c> does; calling it twice is harmless.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Changes options of all workspaces after that; null, the default, changes none.</param>
    /// <returns>The same services.</returns>
    public IServiceCollection Attach(IServiceCollection services, Action<CustomerIoOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.PostConfigureAll<CustomerIoOptions>(options =>
        {
            SimulatedOptions.Apply(options, Simulator, isClockMoved: _time is not null);
            configure?.Invoke(options);
        });
        if (services.Any(service => ReferenceEquals(service.ImplementationInstance, this)))
        {
            return services;
        }

        services.AddSingleton(this);
        services.AddSingleton<IHostedService>(provider => new AttachedApplication(provider, this));
        if (_time is not null)
        {
            services.RemoveAll<TimeProvider>();
            services.AddSingleton(_time);
        }

        return services;
    }

    /// <summary>Sends what waits in the memory of all attached applications now, and gives what became of it.</summary>
    /// <param name="meanwhile">
    /// Called again and again while it lasts, to move a clock that stands still: retries wait by it. Null, the default:
    /// nothing.
    /// </param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="InvalidOperationException">No attached application is running.</exception>
    /// <exception cref="TimeoutException">It was not done after 30 s of the system's clock.</exception>
    public async Task<FlushResult> FlushAsync(Action? meanwhile = null, CancellationToken cancellationToken = default)
    {
        Task<FlushResult>[] flushes =
        [
            .. Running().SelectMany(static application => application.Clients)
                .Select(client => client.FlushAsync(cancellationToken)),
        ];
        Task<FlushResult[]> all = Task.WhenAll(flushes);
        await LookUntilAsync(() => all.IsCompleted, meanwhile, cancellationToken).ConfigureAwait(false);
        return (await all.ConfigureAwait(false)).Aggregate(default(FlushResult), FlushResult.Sum);
    }

    /// <summary>
    /// Waits until nothing is on its way in any attached application, neither in memory nor in the store. What nobody
    /// awaits is sent at once.
    /// </summary>
    /// <param name="meanwhile">
    /// Called again and again while it lasts, to move a clock that stands still, such as
    /// <c>() => clock.Advance(TimeSpan.FromSeconds(1))</c>. Null, the default: nothing.
    /// </param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="InvalidOperationException">No attached application is running.</exception>
    /// <exception cref="TimeoutException">
    /// It was not so after 30 s of the system's clock; the message has the figures.
    /// </exception>
    public async Task SettleAsync(Action? meanwhile = null, CancellationToken cancellationToken = default)
    {
        await FlushAsync(meanwhile, cancellationToken).ConfigureAwait(false);
        await LookUntilAsync(
            () => Running().All(static application => application.IsSettled), meanwhile, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Waits until something is true of the simulator.</summary>
    /// <param name="condition">What to wait for; cheap, for it is asked often.</param>
    /// <param name="meanwhile">
    /// Called between two looks, to move a clock that stands still. Null, the default: nothing.
    /// </param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="TimeoutException">It did not become true in 30 s of the system's clock.</exception>
    public Task WaitForAsync(
        Func<CustomerIoSimulator, bool> condition,
        Action? meanwhile = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return LookUntilAsync(() => condition(Simulator), meanwhile, cancellationToken);
    }

    /// <summary>Lets requests that hang go, and stops the simulator. Dispose of the applications first.</summary>
    public ValueTask DisposeAsync()
    {
        Simulator.Faults.ReleaseHung();
        return Simulator.DisposeAsync();
    }

    internal void Add(AttachedApplication application) =>
        ImmutableInterlocked.Update(ref _applications, list => list.Add(application));

    internal void Remove(AttachedApplication application) =>
        ImmutableInterlocked.Update(ref _applications, list => list.Remove(application));

    private ImmutableList<AttachedApplication> Running()
    {
        ImmutableList<AttachedApplication> running = Volatile.Read(ref _applications);
        return running.Count > 0
            ? running
            : throw new InvalidOperationException(
                "No attached application is running. Call Attach on its services and start it first; that of a "
                + "WebApplicationFactory starts with CreateClient.");
    }

    private async Task LookUntilAsync(Func<bool> condition, Action? meanwhile, CancellationToken cancellationToken)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > Limit)
            {
                throw new TimeoutException(
                    $"It did not come about within {Limit}. {Simulator.RequestCount} requests and "
                    + $"{Simulator.OperationCount} operations had come; {Figures()} With a clock that stands still, move "
                    + "it in the argument 'meanwhile'.");
            }

            meanwhile?.Invoke();
            await Task.Delay(BetweenLooks, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }

    private string Figures() => string.Concat(
        Volatile.Read(ref _applications)
            .SelectMany(static one => one.Figures)
            .Select(static figures => $"{figures}. "));
}
