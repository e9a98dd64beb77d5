using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerIo.Resilience.Tests.Trouble.Shared;

/// <summary>
/// A <see cref="Workbench"/> whose time passes only when it waits for time: the clock goes on to the next timer once no request
/// is under way, hanging ones left out. What a test allows is virtual time; the guard in real time only ends one that hangs.
/// </summary>
internal sealed class VirtualBench : IAsyncDisposable
{
    /// <summary>Within the total timeout, and the time that the call needs to get there.</summary>
    public static readonly TimeSpan Answered = TimeSpan.FromSeconds(35);

    // Below the shortest attempt timeout in use, so that a request that begins just now cannot run out of time in one step.
    private static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan ShortestStep = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Restless = TimeSpan.FromSeconds(2);

    private readonly List<ITimer> _timers = [];

    private VirtualBench(Workbench bench, FakeTime time, Wire wire)
    {
        Bench = bench;
        Time = time;
        Wire = wire;

        // Asked for once: while the host ends, nothing can be asked for.
        Client = bench.Client;
        Tracker = bench.Tracker;
        Status = bench.Status;
    }

    public Workbench Bench { get; }

    public FakeTime Time { get; }

    public Wire Wire { get; }

    public CustomerIoSimulator Simulator => Bench.Simulator;

    public ICustomerIoClient Client { get; }

    public IBatchTracker Tracker { get; }

    public ICustomerIoStatus Status { get; }

    public bool IsSettled => Status.Figures is { InMemory: 0, Stored: 0 };

    public static async Task<VirtualBench> StartAsync(
        Action<CustomerIoOptions>? configure = null,
        Action<CustomerIoBuilder>? build = null,
        FakeTime? time = null,
        Action<CustomerIoSimulatorOptions>? simulate = null)
    {
        time ??= new FakeTime();
        Wire wire = new();
        Workbench bench = await Workbench.StartAsync(
            configure,
            time,
            simulate,
            builder =>
            {
                builder.TrackHttpClient.AddHttpMessageHandler(wire.NewHandler);
                build?.Invoke(builder);
            });
        return new VirtualBench(bench, time, wire);
    }

    /// <summary>Lets time pass until the condition holds.</summary>
    public async Task PassAsync(Func<VirtualBench, bool> until, TimeSpan atMost, string because)
    {
        DateTimeOffset deadline = Time.GetUtcNow() + atMost;
        long started = TimeProvider.System.GetTimestamp();
        while (!until(this))
        {
            await CalmAsync();
            if (until(this))
            {
                return;
            }

            if (Time.GetUtcNow() >= deadline)
            {
                (await FinishAsync(until)).ShouldBeTrue($"{because}, within {atMost}; {Describe()}");
                return;
            }

            (TimeProvider.System.GetElapsedTime(started) < Guard).ShouldBeTrue($"{because}, but it hangs; {Describe()}");
            Advance(deadline - Time.GetUtcNow());
        }
    }

    /// <summary>Lets this much time pass.</summary>
    public Task PassAsync(TimeSpan span)
    {
        DateTimeOffset end = Time.GetUtcNow() + span;
        return PassAsync(bench => bench.Time.GetUtcNow() >= end, span + LongestStep, "time passes");
    }

    /// <summary>Lets time pass until the call is back.</summary>
    public async Task<T> EndAsync<T>(Task<T> call, TimeSpan atMost, string because = "the call ends")
    {
        await PassAsync(_ => call.IsCompleted, atMost, because);
        return await call;
    }

    /// <summary>Does something again and again as time passes.</summary>
    public void Every(TimeSpan period, Action action) => _timers.Add(Time.CreateTimer(_ => action(), null, period, period));

    /// <summary>Nothing is done again and again any more.</summary>
    public void StopCalling() => _timers.ForEach(static timer => timer.Dispose());

    /// <summary>Somebody else calls every 20 s, so that Customer.io is seen to be well.</summary>
    public void LetPassersByCall(string person = "visitor") =>
        Every(TimeSpan.FromSeconds(20), () => _ = Client.TrackAsync(person, "step", new() { ["n"] = 0 }));

    /// <summary>Stops the host, letting time pass.</summary>
    public async Task StopHostAsync()
    {
        StopCalling();
        await PassUntilEndedAsync(Bench.StopHostAsync());
    }

    public async ValueTask DisposeAsync()
    {
        StopCalling();
        Simulator.Faults.ReleaseHung();
        await PassUntilEndedAsync(Bench.DisposeAsync().AsTask());
    }

    public string Describe() =>
        $"{Status.Figures}, circuit {Status.Circuits.Track.State}, {Status.Store.DeadLetters} dead letters, "
        + $"{Simulator.RequestCount} requests, {Simulator.OperationCount} operations arrived, {Status.Health.Description}";

    private async Task PassUntilEndedAsync(Task task)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (!task.IsCompleted && TimeProvider.System.GetElapsedTime(started) < Guard)
        {
            await CalmAsync();
            Advance(LongestStep);
        }

        await task.WaitAsync(TimeSpan.FromSeconds(1));
    }

    private void Advance(TimeSpan atMost)
    {
        TimeSpan next = Time.NextTimer is { } due && due < LongestStep ? due : LongestStep;
        TimeSpan step = next > ShortestStep ? next : ShortestStep;
        Time.Advance(step < atMost || atMost <= TimeSpan.Zero ? step : atMost);
    }

    // The clock stands still: what the machine is at may end, but nothing that rests wakes up.
    private async Task<bool> FinishAsync(Func<VirtualBench, bool> until)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (!until(this) && TimeProvider.System.GetElapsedTime(started) < Grace)
        {
            await Task.Delay(10);
        }

        return until(this);
    }

    // Requests under way come first; one that neither ends nor hangs for long does not keep the clock for ever. What is in memory
    // may be at the disk, or at its first request, for which the machine takes long to get ready.
    private async Task CalmAsync()
    {
        long started = TimeProvider.System.GetTimestamp();
        int calmLooks = 0;
        while (calmLooks < LooksNeeded() && TimeProvider.System.GetElapsedTime(started) < Restless)
        {
            long movements = Wire.Movements;
            DeliveryFigures figures = Status.Figures;
            await Task.Delay(1);
            bool isCalm = Wire.InFlight <= Simulator.Faults.HungRequests
                && Wire.Movements == movements
                && Status.Figures == figures;
            calmLooks = isCalm ? calmLooks + 1 : 0;
        }
    }

    private int LooksNeeded() => Status.Figures.InMemory == 0 ? 1 : Wire.Movements > 0 ? 5 : 200;
}
