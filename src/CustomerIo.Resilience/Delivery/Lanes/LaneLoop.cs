using CustomerIo.Resilience.Delivery.Storing;
using CustomerIo.Resilience.Delivery.Sending;
using CustomerIo.Resilience.Diagnostics;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery.Lanes;

/// <summary>
/// The one loop of a lane. Each turn takes the next batch from the older of its two sources, the store and memory, sends it
/// once, books what came of it, and goes on. While a request is in flight it only moves operations from memory to the store.
/// </summary>
internal sealed class LaneLoop
{
    private readonly Lane _lane;
    private readonly DeliveryServices _services;
    private readonly LaneCourse _course;
    private readonly LaneStorer _storer;
    private readonly LaneBooker _booker;
    private readonly TrialFinder _trials;
    private readonly LaneOutcomes _outcomes;
    private InFlight? _request;
    private bool _isStoreOpen;

    public LaneLoop(Lane lane, DeliveryServices services)
    {
        _lane = lane;
        _services = services;
        _course = new LaneCourse(lane, services);
        _storer = new LaneStorer(lane, services);
        _booker = new LaneBooker(lane, services);
        _trials = new TrialFinder(lane, services);
        _outcomes = new LaneOutcomes(lane, services, _course, _booker, _trials);
    }

    private Narrowing Narrowing => _course.Narrowing;

    /// <summary>Runs until sending is stopped and memory is empty; never throws.</summary>
    public async Task RunAsync(Task storeIsReady)
    {
        await storeIsReady.ConfigureAwait(false);
        _isStoreOpen = _services.Store.IsOpen;
        while (true)
        {
            bool isAppending = _lane.Stock.IsAppending;
            bool goesOn;
            try
            {
                goesOn = await TurnAsync().ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                DeliveryLog.LaneFailed(_services.Logger, _lane.Index, exception);
                _services.Pulse.NoteUnexpected(exception);
                _course.RestFor(StoreGateway.RetryDelay);
                goesOn = false;
            }

            if (goesOn || HasUnstored)
            {
                // Those whose calls were answered run before the next batch is taken, so that what they call next joins it.
                await Task.Yield();
                continue;
            }

            if (_services.IsStopping && _request is null && !isAppending && !IsToStoreAgain)
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
            await _outcomes.FinishAsync(ended).ConfigureAwait(false);
            return true;
        }

        if (_request is null && !_isStoreOpen && _services.Store.IsOpen)
        {
            // What the store has goes before what was at work without it.
            _isStoreOpen = true;
            _course.Drop();
            _storer.EndRest();
        }

        bool throughStore = ThroughStore;
        bool spills = throughStore || _lane.ShouldSpill;
        if ((spills || _course.IsOutOfRetries) && !_storer.IsResting && await StoreAsync(spills).ConfigureAwait(false))
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
            return !_course.IsResting && !_lane.TrySleep(isSending: false, throughStore: false);
        }

        if (_course.Current is not { } current)
        {
            return true;
        }

        return await _booker.SetAsideAsync(current).ConfigureAwait(false) switch
        {
            true => true,
            false => await SendAsync().ConfigureAwait(false),
            null => _course.RestFor(StoreGateway.RetryDelay),
        };
    }

    // It came during the turn, when nobody had to wake the loop.
    private bool HasUnstored => _request is null && ThroughStore && !_storer.IsResting && _lane.WaitingSince is not null;

    // A store that failed is asked again, as long as stopping waits; one that is full stays full.
    private bool IsToStoreAgain => _storer.HasFailed && _lane.WaitingSince is not null;

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

    private async ValueTask<bool> StoreAsync(bool spills)
    {
        if (_course.Current is { IsInMemory: true } current)
        {
            bool stored = await _storer.StoreAsync(current).ConfigureAwait(false);
            if (stored)
            {
                _outcomes.TellThoseOfCurrent();
                _course.Attempts = 0;
            }

            return stored;
        }

        if (!spills || _lane.TakeDue(throughStore: true) is not { } batch)
        {
            return false;
        }

        try
        {
            await _booker.SetAsideAsync(batch).ConfigureAwait(false);
            return await _storer.StoreAsync(batch).ConfigureAwait(false);
        }
        finally
        {
            _lane.Release(batch);
        }
    }

    private async ValueTask<bool> LoadAsync(bool throughStore)
    {
        if (_course.Current is not null)
        {
            if (_course.Current.NextWaiting() < _course.Current.Count)
            {
                return true;
            }

            _course.Drop();
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
            _course.Use(batch);
            return true;
        }

        if (_storer.IsResting)
        {
            _course.RestFor(StoreGateway.RetryDelay);
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
            _course.RestFor(StoreGateway.RetryDelay);
            return false;
        }

        // What an append evicted on the way is gone and not yet booked.
        bool mayBeLost = !_services.Store.IsAppending;
        long lost = _lane.Stock.NoteOldest(rows.Count > 0 ? rows[0].Position : 0, changes, mayBeLost);
        if (lost > 0)
        {
            _lane.Books.Lose(lost);
            DeliveryLog.LostByStore(_services.Logger, lost, _lane.Index);
        }

        Batch batch = _services.Settings.Batches.Rent();
        batch.AddRows(rows, decided);
        if (batch.Count > 0)
        {
            _course.Use(batch);
            return true;
        }

        // Something older of the same people may still come: it is on its way, or follows by way of memory.
        _services.Settings.Batches.Return(batch);
        if (rows.Count == 0 && mayBeLost && _lane.Stock is { HasAny: true, IsAppending: false })
        {
            return true; // Something came or went during the look.
        }

        return _lane.Stock.HasAny && (_storer.IsResting || !mayBeLost) && _course.RestFor(StoreGateway.RetryDelay);
    }

    private async ValueTask<bool> SendAsync()
    {
        Batch current = _course.Current!;
        if (Narrowing.Suspected is { } suspects && Narrowing.HasEvidence(_services.WeatherOf(suspects.Path)))
        {
            _course.EndRest();
            if (Narrowing.Cut())
            {
                bool isParked = await _booker.ParkCulpritAsync(current, suspects.First).ConfigureAwait(false);
                _lane.IsInTrouble &= !isParked;
                return isParked || _course.RestFor(StoreGateway.RetryDelay);
            }
        }

        if (await ChooseAsync(current).ConfigureAwait(false) is not { } choice)
        {
            return false;
        }

        SendPath path = SendPaths.Of(choice.Batch.Entries[choice.First].Head.Kind);
        bool isElsewhere = Narrowing.Suspected is null || choice.IsTrial;
        if (!_services.Traffic.TryEnter(isElsewhere, _lane.Wake, out TrafficPermit permit))
        {
            _lane.Rest();
            return false;
        }

        int count = permit.IsTrial ? 1 : choice.Count;
        if (_course.Attempts > 0)
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
        if (Narrowing.IsCalm)
        {
            return _course.IsResting ? null : new Choice(current, first, current.RunFrom(first, Narrowing.Limit), IsTrial: false);
        }

        // Without a verdict the first operation of another key is tried at once; in an outage every trial waits its time.
        if (Narrowing.IsOutage && _course.IsResting)
        {
            return null;
        }

        if (await _trials.FindAsync(current, Narrowing).ConfigureAwait(false) is { } trial)
        {
            return trial;
        }

        if (_course.IsResting)
        {
            return null;
        }

        // Nothing to compare with: the first by itself tells whether the others behind it are to blame.
        Narrowing.ForgetTried();
        return new Choice(current, first, 1, IsTrial: Narrowing.IsOutage);
    }
}
