using CustomerIo.Resilience.Diagnostics;
using CustomerIo.Resilience.Events;
using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Http;
using CustomerIo.Resilience.Resilience;
using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.Delivery;

/// <summary>The delivery of one workspace: takes operations in, keeps them moving, and knows how to stop.</summary>
internal sealed class DeliveryEngine : IOperationSink, IAsyncDisposable, IDisposable
{
    // Pages kept for reuse, each with the buffer it grew: enough for a full default queue of ordinary events.
    private const int MaxSparePages = 64;

    // Sending has been stopped by then, so only the store can keep stopping waiting.
    private static readonly TimeSpan StoreDeadline = TimeSpan.FromSeconds(5);

    private readonly IFallbackStore _store;
    private readonly TimeProvider _time;
    private readonly IUlidSource _ulids;
    private readonly DeliveryOptions _options;
    private readonly LaneSettings _settings;
    private readonly LaneSet _lanes;
    private readonly LanePump _pump;
    private readonly Drainer _drainer;
    private readonly StoreOpening _opening;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopSending = new();
    private readonly CancellationToken _stopToken;
    private Task? _stop;

    public DeliveryEngine(
        CustomerIoOptions options,
        ICustomerIoHttp http,
        IFallbackStore store,
        IUlidSource ulids,
        TimeProvider time,
        RandomSource random,
        ILogger logger)
    {
        _options = options.Delivery;
        _store = store;
        _time = time;
        _ulids = ulids;
        _logger = logger;
        _stopToken = _stopSending.Token;
        PagePool pages = new(_options.MaxBatchCount, MaxSparePages);
        MemoryBudget budget = new(_options.MaxQueuedCount, _options.MaxQueuedBytes);
        _settings = new LaneSettings(
            _options.FlushCount,
            _options.FlushInterval,
            time,
            new SequenceSource(time),
            budget,
            pages,
            RoleOf(store, _options.Durability));
        _lanes = new LaneSet(_options.Lanes, _settings) { PumpStarter = StartPump };
        Pulse = new DeliveryPulse(time, _logger);
        _opening = new StoreOpening(store, _lanes, _settings.Sequences, Pulse, _logger);
        BatchSender sender = new(http);
        StoreWriter writer = new(store, _lanes, time, _logger);
        DrainPass pass = new(
            store,
            _lanes,
            pages,
            sender,
            writer,
            Pulse,
            _options.MaxBatchCount,
            options.Fallback.MaxAttempts,
            _logger,
            _stopToken);
        DrainRamp ramp = new(_options.Lanes, options.Fallback, random);
        _drainer = new Drainer(_lanes, pass, ramp, Pulse, time, _logger);
        _pump = new LanePump(_lanes, sender, writer, _drainer, Pulse, _logger);
    }

    public DeliveryPulse Pulse { get; }

    public IFallbackStore Store => _store;

    /// <summary>The books of all lanes; each lane is read at one instant.</summary>
    public DeliveryFigures Figures
    {
        get
        {
            LaneFigures sum = default;
            int diverted = 0;
            foreach (Lane lane in _lanes.All)
            {
                sum += lane.Figures;
                diverted += lane.IsDiverted ? 1 : 0;
            }

            return new DeliveryFigures(
                sum.Accepted, sum.Delivered, sum.Rejected, sum.Stored, sum.InMemory, sum.Lost, _lanes.Count, diverted);
        }
    }

    public IReadOnlyList<LaneStatus> Lanes => _lanes.Statuses();

    public RejectionReason Accept(in OperationHead head, ReadOnlySpan<byte> payload, DeliveryPromise? promise) =>
        _lanes.For(head.Key).Append(head, payload, promise);

    /// <summary>Takes a merge in: on the primary person's lane, with a barrier on the secondary's if that is another.</summary>
    public RejectionReason AcceptMerge(
        in OperationHead head, EntityKey secondary, ReadOnlySpan<byte> payload, DeliveryPromise? promise)
    {
        Lane target = _lanes.For(head.Key);
        Lane other = _lanes.For(secondary);
        if (ReferenceEquals(target, other))
        {
            return target.Append(head, payload, promise);
        }

        (Lane first, Lane second) = target.Index < other.Index ? (target, other) : (other, target);
        lock (first.Gate)
        {
            lock (second.Gate)
            {
                if (target.IsStopped || other.IsStopped)
                {
                    return RejectionReason.Stopped;
                }

                if (!_settings.Budget.TryReserve(payload.Length))
                {
                    return RejectionReason.QueueFull;
                }

                if (!_settings.Budget.TryReserve(0))
                {
                    _settings.Budget.Release(1, payload.Length);
                    return RejectionReason.QueueFull;
                }

                long sequence = _settings.Sequences.Next();
                OperationHead barrier = new(
                    _ulids.Next(), OperationKind.MergeBarrier, secondary, head.OccurredAt, target.Index);
                target.AppendMergeSide(head with { PeerLane = other.Index }, sequence, payload, promise);
                other.AppendMergeSide(barrier, sequence, [], promise: null);
            }
        }

        target.Wake();
        other.Wake();
        return RejectionReason.None;
    }

    /// <summary>Sends or stores what waits in memory now; gives what came of it when done, or at the deadline.</summary>
    public async Task<FlushResult> FlushAsync(TimeSpan deadline, CancellationToken cancellationToken)
    {
        List<LaneFlush> flushes = [];
        foreach (Lane lane in _lanes.All)
        {
            if (lane.BeginFlush() is { } flush)
            {
                flushes.Add(flush);
            }
        }

        try
        {
            await Task.WhenAll(flushes.Select(static flush => flush.Done))
                .WaitAsync(deadline, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The result says what remains.
        }

        return flushes.Select(static flush => flush.Result).Aggregate(default(FlushResult), FlushResult.Sum);
    }

    /// <summary>Opens the store and drains what a former run left before anything new of those lanes goes out.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _opening.OpenAsync(cancellationToken).ConfigureAwait(false);
        _drainer.Kick();
    }

    /// <summary>Credentials or address have changed, or the circuit was closed: tries at once.</summary>
    public void Resume() => _drainer.Resume();

    /// <summary>
    /// Takes nothing new, sends what it can in the time allowed, puts the rest into the store and says what became of it. Asked
    /// again, it gives the same task.
    /// </summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_stopSending)
        {
            return _stop ??= StopCoreAsync(cancellationToken);
        }
    }

    private async Task StopCoreAsync(CancellationToken cancellationToken)
    {
        StopIntake();
        long started = _time.GetTimestamp();
        FlushResult flushed = await FlushUntilAsync(_options.ShutdownTimeout, cancellationToken).ConfigureAwait(false);
        if (!_store.IsDurable)
        {
            await DrainAsync(_options.ShutdownTimeout - _time.GetElapsedTime(started), cancellationToken)
                .ConfigureAwait(false);
        }

        Task drained = _drainer.StopAsync();
        await _stopSending.CancelAsync().ConfigureAwait(false);
        await EndAsync(drained).ConfigureAwait(false);
        FlushResult stored = await FlushToStoreAsync().ConfigureAwait(false);
        Report(FlushResult.Sum(flushed with { Remaining = 0 }, stored));
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None).ConfigureAwait(false);
        DisposeParts();
    }

    /// <summary>
    /// For containers that are disposed of without waiting: takes nothing new, and says what is lost by not having been
    /// stopped first.
    /// </summary>
    public void Dispose()
    {
        if (_stop is null)
        {
            StopIntake();
            _ = _drainer.StopAsync();
            _stopSending.Cancel();
            Report(default);
        }

        DisposeParts();
    }

    private static StoreRole RoleOf(IFallbackStore store, Durability durability) => (store.IsDurable, durability) switch
    {
        (true, Durability.WriteAhead) => StoreRole.Journal,
        (true, _) => StoreRole.Relief,
        _ => StoreRole.Refuge,
    };

    private void StopIntake()
    {
        foreach (Lane lane in _lanes.All)
        {
            lane.Stop();
        }
    }

    private void DisposeParts()
    {
        _drainer.Dispose();
        _lanes.Dispose();
        _opening.Dispose();
        _stopSending.Dispose();
    }

    private void StartPump(Lane lane) => ThreadPool.UnsafeQueueUserWorkItem(
        static work => _ = work.Engine.RunPumpAsync(work.Lane), (Engine: this, Lane: lane), preferLocal: false);

    private async Task RunPumpAsync(Lane lane)
    {
        await _opening.OpenPatientlyAsync(_time, _stopToken).ConfigureAwait(false);
        if (await _pump.RunAsync(lane, _stopToken).ConfigureAwait(false))
        {
            StartPump(lane);
        }
    }

    private async Task<FlushResult> FlushUntilAsync(TimeSpan deadline, CancellationToken cancellationToken)
    {
        try
        {
            return await FlushAsync(deadline, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return default;
        }
    }

    private async Task DrainAsync(TimeSpan deadline, CancellationToken cancellationToken)
    {
        if (deadline <= TimeSpan.Zero || _store.GetStatistics().Count == 0)
        {
            return;
        }

        _drainer.Kick();
        Task<bool>[] drained = new Task<bool>[_lanes.Count];
        for (int index = 0; index < drained.Length; index++)
        {
            drained[index] = _lanes[index].WhenPastAsync(long.MaxValue, throughOutage: true);
        }

        try
        {
            await Task.WhenAll(drained).WaitAsync(deadline, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            // The report says what is left.
        }
    }

    private async Task<FlushResult> FlushToStoreAsync()
    {
        foreach (Lane lane in _lanes.All)
        {
            lane.Divert();
        }

        return await FlushUntilAsync(StoreDeadline, CancellationToken.None).ConfigureAwait(false);
    }

    // Requests end at once when sending is stopped; what they brought still has to be booked in the store.
    private async Task EndAsync(Task drained)
    {
        try
        {
            await drained.WaitAsync(StoreDeadline, _time, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The store does not answer; the report says what it holds.
        }
    }

    private void Report(FlushResult result)
    {
        DeliveryFigures figures = Figures;
        DeliveryLog.Stopped(
            _logger, result.Sent, result.Stored, result.Rejected, figures.InMemory, figures.Stored);
        long lost = figures.InMemory + (_store.IsDurable ? 0 : figures.Stored);
        if (lost > 0)
        {
            DeliveryLog.LostAtExit(_logger, lost);
        }
    }
}
