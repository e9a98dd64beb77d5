using CustomerIo.Resilience.Delivery.Sending;
using CustomerIo.Resilience.Diagnostics;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery.Lanes;

/// <summary>
/// The one loop of a lane. Each turn takes the next batch from the older of its two sources, the store and memory, sends it
/// once, books what came of it, and goes on. While a request is in flight it only moves operations from memory to the store.
/// </summary>
internal sealed partial class LaneLoop
{
    private static readonly TimeSpan StoreRetryDelay = TimeSpan.FromSeconds(1);

    private readonly Lane _lane;
    private readonly DeliveryServices _services;
    private readonly Narrowing _narrowing;
    private readonly LaneStorer _storer;
    private readonly LaneBooker _booker;
    private readonly TrialFinder _trials;
    private Batch? _current;
    private InFlight? _request;
    private int _attempts;
    private long _restUntil = long.MinValue;

    public LaneLoop(Lane lane, DeliveryServices services)
    {
        _lane = lane;
        _services = services;
        _narrowing = new Narrowing(services.Options.Delivery.MaxBatchCount);
        _storer = new LaneStorer(lane, services);
        _booker = new LaneBooker(lane, services);
        _trials = new TrialFinder(lane, services);
    }

    /// <summary>Runs until sending is stopped and memory is empty; never throws.</summary>
    public async Task RunAsync(Task storeIsReady)
    {
        await storeIsReady.ConfigureAwait(false);
        while (true)
        {
            bool goesOn;
            try
            {
                goesOn = await TurnAsync().ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                DeliveryLog.LaneFailed(_services.Logger, _lane.Index, exception);
                _services.Pulse.NoteUnexpected(exception);
                RestFor(StoreRetryDelay);
                goesOn = false;
            }

            if (goesOn)
            {
                // Those whose calls were answered run before the next batch is taken, so that what they call next joins it.
                await Task.Yield();
                continue;
            }

            if (_services.IsStopping && _request is null && !_lane.Stock.IsAppending)
            {
                return;
            }

            await _lane.Signal.WaitAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask<bool> TurnAsync()
    {
        if (_request is { Ending.IsCompleted: true } ended)
        {
            _request = null;
            await FinishAsync(ended).ConfigureAwait(false);
            return true;
        }

        bool throughStore = ThroughStore;
        if ((throughStore || _lane.ShouldSpill || _attempts > _services.Options.Track.Retry.MaxRetries)
            && await StoreAsync(throughStore).ConfigureAwait(false))
        {
            return true;
        }

        if (_request is not null)
        {
            return !_lane.TrySleep(isSending: true, throughStore && !_storer.IsResting);
        }

        if (_services.IsStopping)
        {
            _lane.Rest();
            return false;
        }

        if (!await LoadAsync(throughStore).ConfigureAwait(false))
        {
            TellSideLane();
            return !IsResting && !_lane.TrySleep(isSending: false, throughStore: false);
        }

        return await _booker.SetAsideAsync(_current!).ConfigureAwait(false) switch
        {
            true => true,
            false => await SendAsync().ConfigureAwait(false),
            null => RestFor(StoreRetryDelay),
        };
    }

    // In an outage the side lane tries when no lane has anything to try with; what a lane had may have been erased.
    private void TellSideLane()
    {
        if (_services.Traffic.IsPaused && !_lane.HasWaiting)
        {
            _services.Side.Signal.Set();
        }
    }

    // What is due goes to the store first: everything does, or sending is paused, or something older is there.
    private bool ThroughStore =>
        _services.Settings.Mode is StoreMode.WriteAhead
        || _services.IsStopping
        || _services.Traffic.IsPaused
        || _lane.Stock.HasAny;

    private bool IsResting
    {
        get
        {
            long now = _services.Time.GetTimestamp();
            if (_restUntil <= now)
            {
                return false;
            }

            _lane.Rest();
            _lane.WakeAfter(_services.Time.GetElapsedTime(now, _restUntil) + TimeSpan.FromMilliseconds(1));
            return true;
        }
    }

    private async ValueTask<bool> StoreAsync(bool throughStore)
    {
        if (_storer.IsResting)
        {
            return false;
        }

        if (_current is { IsInMemory: true } current && NeedsStoring(throughStore))
        {
            bool stored = await _storer.StoreAsync(current).ConfigureAwait(false);
            if (stored)
            {
                TellThoseOfCurrent();
                _attempts = 0;
            }

            return stored;
        }

        Batch? batch = throughStore ? _lane.TakeDue(throughStore: true) : _lane.ShouldSpill ? _lane.TakeOldest() : null;
        if (batch is null)
        {
            return false;
        }

        await _booker.SetAsideAsync(batch).ConfigureAwait(false);
        return await _storer.StoreFromQueueAsync(batch).ConfigureAwait(false);
    }

    private bool NeedsStoring(bool throughStore) =>
        throughStore || _lane.ShouldSpill || _attempts > _services.Options.Track.Retry.MaxRetries;

    private async ValueTask<bool> LoadAsync(bool throughStore)
    {
        if (_current is not null)
        {
            if (_current.NextWaiting() < _current.Count)
            {
                return true;
            }

            Drop();
        }

        if (_lane.Stock.HasAny)
        {
            return await LoadStoredAsync().ConfigureAwait(false);
        }

        // Under write-ahead nothing is sent that the store does not have.
        if (_services.Settings.Mode is not StoreMode.WriteAhead
            && (!throughStore || _storer.IsResting)
            && _lane.TakeDue(throughStore: false) is { } batch)
        {
            Use(batch);
            return true;
        }

        if (_storer.IsResting)
        {
            RestFor(StoreRetryDelay);
        }

        return false;
    }

    private async ValueTask<bool> LoadStoredAsync()
    {
        long changes = _lane.Stock.Changes;
        DecidedRows decided = _lane.Decided;
        IReadOnlyList<Operation>? rows = await _services.Store
            .ReadAsync(_lane.Index, 0, _services.Options.Delivery.MaxBatchCount).ConfigureAwait(false);
        if (rows is null)
        {
            RestFor(StoreRetryDelay);
            return false;
        }

        long lost = _lane.Stock.NoteOldest(rows.Count > 0 ? rows[0].Position : 0, changes);
        if (lost > 0)
        {
            _lane.Books.Lose(lost);
            DeliveryLog.LostByStore(_services.Logger, lost, _lane.Index);
        }

        if (rows.Count == 0)
        {
            return false;
        }

        Batch batch = _services.Settings.Batches.Rent();
        batch.AddRows(rows, decided);
        if (batch.Count > 0)
        {
            Use(batch);
            return true;
        }

        // Something older of the same people may still come: it is on its way, or follows by way of memory.
        _services.Settings.Batches.Return(batch);
        return _storer.IsResting && RestFor(StoreRetryDelay);
    }

    private async ValueTask<bool> SendAsync()
    {
        Batch current = _current!;
        if (_narrowing.Suspected is { } suspects && _narrowing.HasEvidence(_services.WeatherOf(suspects.Path)))
        {
            _restUntil = long.MinValue;
            if (_narrowing.Cut())
            {
                bool isParked = await _booker.ParkCulpritAsync(current, suspects.First).ConfigureAwait(false);
                return isParked || RestFor(StoreRetryDelay);
            }
        }

        if (await ChooseAsync(current).ConfigureAwait(false) is not { } choice)
        {
            return false;
        }

        SendPath path = SendPaths.Of(choice.Batch.Entries[choice.First].Head.Kind);
        bool isElsewhere = _narrowing.Suspected is null || choice.IsTrial;
        if (!_services.Traffic.TryEnter(isElsewhere, _lane.Wake, out TrafficPermit permit))
        {
            _lane.Rest();
            return false;
        }

        int count = permit.IsTrial ? 1 : choice.Count;
        if (_attempts > 0)
        {
            _services.Retrying?.Invoke(TimeSpan.Zero);
        }

        PathWeather weather = _services.WeatherOf(path);
        _request = new InFlight(choice.Batch, choice.First, count, permit)
        {
            Path = path,
            IsOfHead = ReferenceEquals(choice.Batch, current),
            IsTrial = choice.IsTrial,
            BeganInGoodWeather = weather.IsGoodNow,
            Number = weather.BeginClean(),
            Ending = _services.Sender.SendAsync(choice.Batch, choice.First, count, _services.StopSending),
        };
        _request.Ending.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(_lane.Wake);
        return !_lane.TrySleep(isSending: true, throughStore: false);
    }

    private async ValueTask<Choice?> ChooseAsync(Batch current)
    {
        int first = current.NextWaiting();
        if (_narrowing.IsCalm)
        {
            return IsResting ? null : new Choice(current, first, current.RunFrom(first, _narrowing.Limit), IsTrial: false);
        }

        // Without a verdict the first operation of another key is tried at once; in an outage every trial waits its time.
        if (_narrowing.IsOutage && IsResting)
        {
            return null;
        }

        if (await _trials.FindAsync(current, _narrowing).ConfigureAwait(false) is { } trial)
        {
            return trial;
        }

        if (IsResting)
        {
            return null;
        }

        // Nothing to compare with: the first by itself tells whether the others behind it are to blame.
        _narrowing.ForgetTried();
        return new Choice(current, first, 1, IsTrial: _narrowing.IsOutage);
    }

    private void Use(Batch batch)
    {
        _current = batch;
        _attempts = 0;
        _narrowing.ChangeBatch();
    }

    private void Drop()
    {
        if (_current is { } done)
        {
            _current = null;
            _lane.Release(done);
            _lane.NoteProgress();
        }
    }

    private bool RestFor(TimeSpan wait)
    {
        _restUntil = _services.After(wait);
        _lane.WakeAfter(wait + TimeSpan.FromMilliseconds(1));
        return false;
    }
}
