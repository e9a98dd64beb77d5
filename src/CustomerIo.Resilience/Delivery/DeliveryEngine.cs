using CustomerIo.Resilience.Delivery.Intake;
using CustomerIo.Resilience.Delivery.Lanes;
using CustomerIo.Resilience.Delivery.Parking;
using CustomerIo.Resilience.Delivery.Sending;
using CustomerIo.Resilience.Delivery.Storing;
using CustomerIo.Resilience.Diagnostics;
using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Http;
using CustomerIo.Resilience.Resilience;
using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.Delivery;

/// <summary>The delivery of one workspace: takes operations in, and keeps the loops of its lanes running.</summary>
internal sealed class DeliveryEngine : IOperationSink, IAsyncDisposable, IDisposable
{
    // Batches kept for reuse, each with the buffer it grew: enough for a full default queue of ordinary events.
    private const int MaxSpareBatches = 64;
    private const long DefaultMaxStored = 100_000;
    private const int KeysOfStore = 10;

    private readonly DeliveryServices _services;
    private readonly StoreOpening _opening;
    private readonly WriteAheadIntake _writeAhead;
    private readonly SideLoop _sideLoop;
    private readonly Stopping _stopping;
    private readonly LateAnswers _lateAnswers;
    private readonly CancellationTokenSource _stopSending = new();
    private readonly object _gate = new();
    private Task? _running;

    public DeliveryEngine(
        CustomerIoOptions options,
        ICustomerIoHttp http,
        IFallbackStore store,
        CircuitBreaker breaker,
        TimeProvider time,
        RandomSource random,
        ILogger logger)
    {
        logger = new UnfailingLogger(logger);
        SequenceSource positions = new();
        LaneSettings settings = SettingsOf(options, store, positions, time);
        LaneSet lanes = new(options.Delivery.Lanes, settings);
        SideLane side = new(settings, lanes, new ParkedKeys(Math.Max(1, (options.Fallback.MaxCount ?? DefaultMaxStored) / KeysOfStore)));
        _services = new DeliveryServices
        {
            Options = options,
            Settings = settings,
            Lanes = lanes,
            Side = side,
            Store = new StoreGateway(store, positions, time, logger)
            {
                Evicted = evicted => _services!.NoteEvicted(evicted),
            },
            Callers = new WaitingCallers(),
            Sender = new BatchSender(http),
            Traffic = new Traffic(breaker, options.Fallback, options.Delivery.Lanes, time),
            Pulse = new DeliveryPulse(time, logger),
            Random = random,
            Logger = logger,
            StopSending = _stopSending.Token,
        };
        _opening = new StoreOpening(_services.Store, lanes, side, positions, _services.Pulse, logger);
        _writeAhead = new WriteAheadIntake(_services);
        _sideLoop = new SideLoop(_services);
        _lateAnswers = new LateAnswers(_services);
        _stopping = new Stopping(_services, _stopSending, _sideLoop, _lateAnswers);
    }

    public DeliveryServices Services => _services;

    /// <summary>The books of all lanes; each lane is read at one instant.</summary>
    public DeliveryFigures Figures
    {
        get
        {
            LaneFigures sum = _services.Lanes.Figures;
            int diverted = _services.Lanes.Statuses.Count(static lane => lane.IsDiverted);
            return new DeliveryFigures(
                sum.Accepted,
                sum.Delivered,
                sum.Rejected,
                sum.Stored,
                sum.InMemory,
                sum.Lost,
                _services.Lanes.Count,
                diverted,
                _services.Side.Parked.Operations);
        }
    }

    /// <summary>Since when the first operation on a lane waits in memory; null if none does.</summary>
    public DateTimeOffset? OldestInMemory
    {
        get
        {
            long? oldest = null;
            foreach (Lane lane in _services.Lanes.All)
            {
                oldest = lane.WaitingSince is { } since && !(since >= oldest) ? since : oldest;
            }

            return oldest is { } timestamp
                ? _services.Time.GetUtcNow() - _services.Time.GetElapsedTime(timestamp)
                : null;
        }
    }

    public IReadOnlyList<LaneStatus> Lanes => _services.Lanes.Statuses;

    /// <summary>How the store is doing, with the reason when it is not even open.</summary>
    public StoreStatistics StoreStatistics
    {
        get
        {
            StoreStatistics statistics = _services.Store.Store.GetStatistics();
            return _opening.Failure is { } failure ? statistics with { Failure = failure } : statistics;
        }
    }

    public RejectionReason Accept(in OperationHead head, ReadOnlySpan<byte> payload, DeliveryPromise? promise)
    {
        EnsureRunning();
        if (promise is not null)
        {
            _lateAnswers.Expect(promise, head.Id);
        }

        RejectionReason reason = Take(head, payload, promise);
        if (reason is not RejectionReason.None)
        {
            promise?.Forget();
        }

        return reason;
    }

    private RejectionReason Take(in OperationHead head, ReadOnlySpan<byte> payload, DeliveryPromise? promise)
    {
        if (head.Kind.IsBarrier())
        {
            return _services.Side.Accept(head, payload, promise);
        }

        if (IsFull(head.Key))
        {
            return RejectionReason.KeyBlocked;
        }

        return _services.Settings.Mode is StoreMode.WriteAhead
            ? _writeAhead.Accept(head, payload, promise)
            : _services.Lanes.For(head.Key).Accept(head, payload, promise);
    }

    // Apart from the above, for its closure is made at its beginning, whether it is used or not.
    private bool IsFull(EntityKey key) => !_services.Side.Parked.IsEmpty && AskIfFull(key);

    private bool AskIfFull(EntityKey key) => _services.Side.Parked.Ask(rules => rules.IsFull(key));

    /// <summary>Sends or stores what waits in memory now; gives what came of it when done, or at the deadline.</summary>
    public Task<FlushResult> FlushAsync(TimeSpan deadline, CancellationToken cancellationToken) =>
        Flushing.RunAsync(_services, deadline, _stopping.Stopped, cancellationToken);

    /// <summary>Opens the store; what a former run left goes out before anything new of the same people.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _opening.OpenAsync(cancellationToken).ConfigureAwait(false);
        EnsureRunning();
    }

    /// <summary>Credentials or address have changed, or the circuit was closed: tries at once.</summary>
    public void Resume() => _services.Traffic.Resume();

    /// <summary>
    /// Takes nothing new, sends what it can in the time allowed, puts the rest into the store, closes that and says what became
    /// of everything. Asked again, it gives the same task.
    /// </summary>
    public Task StopAsync(CancellationToken cancellationToken) =>
        _stopping.StopAsync(_services.Options.Delivery.ShutdownTimeout, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None).ConfigureAwait(false);
        DisposeParts();
    }

    /// <summary>For containers that are disposed of without waiting: nothing more is sent, and what waits is stored.</summary>
    public void Dispose()
    {
        _stopping.StopBlocking();
        DisposeParts();
    }

    private static LaneSettings SettingsOf(
        CustomerIoOptions options, IFallbackStore store, SequenceSource positions, TimeProvider time) => new(
        options.Delivery.FlushCount,
        options.Delivery.FlushInterval,
        options.Track.TotalTimeout,
        time,
        new SequenceSource(),
        positions,
        new MemoryBudget(options.Delivery.MaxQueuedCount, options.Delivery.MaxQueuedBytes),
        new BatchPool(options.Delivery.MaxBatchCount, MaxSpareBatches),
        (store.IsDurable, options.Delivery.Durability) switch
        {
            (true, Durability.WriteAhead) => StoreMode.WriteAhead,
            (true, _) => StoreMode.Spill,
            _ => StoreMode.InMemory,
        });

    private void EnsureRunning()
    {
        if (Volatile.Read(ref _running) is not null)
        {
            return;
        }

        lock (_gate)
        {
            if (_running is null)
            {
                Volatile.Write(ref _running, RunAsync());
                _stopping.Loops = _running;
            }
        }
    }

    private Task RunAsync()
    {
        _opening.Begin(
            _services.Settings.Mode is StoreMode.WriteAhead ? null : _services.Options.Fallback.OpenTimeout,
            _services.Time,
            _stopSending.Token);
        List<Task> loops = [];
        foreach (Lane lane in _services.Lanes.All)
        {
            LaneLoop loop = new(lane, _services);
            loops.Add(Task.Run(() => loop.RunAsync(_opening.Ready)));
        }

        Task lanes = Task.WhenAll(loops);
        return Task.Run(() => _sideLoop.RunAsync(_opening.Ready, lanes));
    }

    private void DisposeParts()
    {
        _lateAnswers.Dispose();
        _services.Traffic.Dispose();
        _services.Store.Dispose();
        _services.Lanes.Dispose();
        _opening.Dispose();
        _stopSending.Dispose();
    }
}
