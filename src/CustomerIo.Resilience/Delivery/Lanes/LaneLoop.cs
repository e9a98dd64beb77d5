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
    private static readonly TimeSpan StoreRetryDelay = TimeSpan.FromSeconds(1);

    private readonly Lane _lane;
    private readonly DeliveryServices _services;
    private readonly Narrowing _narrowing;
    private readonly LaneStorer _storer;
    private readonly LaneBooker _booker;
    private readonly TrialFinder _trials;
    private readonly LaneCourse _course;
    private readonly LaneOutcomes _outcomes;
    private InFlight? _request;

    public LaneLoop(Lane lane, DeliveryServices services)
    {
        _lane = lane;
        _services = services;
        _narrowing = new Narrowing(services.Options.Delivery.MaxBatchCount);
        _storer = new LaneStorer(lane, services);
        _booker = new LaneBooker(lane, services);
        _trials = new TrialFinder(lane, services);
        _course = new LaneCourse(lane, services, _narrowing);
        _outcomes = new LaneOutcomes(lane, services, _course, _narrowing, _trials, _booker);
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
                _course.RestFor(StoreRetryDelay);
                goesOn = false;
            }

            if (goesOn)
            {
                // Those whose calls were answered run before the next batch is taken, so that what they call next joins it.
                await Task.Yield();
                continue;
            }

            if (_services.IsStopping && _request is null)
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

        bool throughStore = ThroughStore;
        if ((throughStore || _lane.ShouldSpill || _course.IsTriedOut)
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
            return !_course.IsResting && !_lane.TrySleep(isSending: false, throughStore: false);
        }

        return await _booker.SetAsideAsync(_course.Current!).ConfigureAwait(false) switch
        {
            true => true,
            false => await SendAsync().ConfigureAwait(false),
            null => _course.RestFor(StoreRetryDelay),
        };
    }

    // What is due goes to the store first: everything does, or sending is paused, or something older is there.
    private bool ThroughStore =>
        _services.Settings.Mode is StoreMode.WriteAhead
        || _services.IsStopping
        || _services.Traffic.IsPaused
        || _lane.HasStored;

    private async ValueTask<bool> StoreAsync(bool throughStore)
    {
        if (_storer.IsResting)
        {
            return false;
        }

        if (_course.Current is { IsInMemory: true } current && NeedsStoring(throughStore))
        {
            bool stored = await _storer.StoreAsync(current).ConfigureAwait(false);
            if (stored)
            {
                _course.TellThoseOfCurrent();
                _course.Attempts = 0;
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
        throughStore || _lane.ShouldSpill || _course.IsTriedOut;

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

        if (_lane.HasStored)
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
            _course.RestFor(StoreRetryDelay);
        }

        return false;
    }

    private async ValueTask<bool> LoadStoredAsync()
    {
        long appends = _lane.Appends;
        IReadOnlyList<Operation>? rows = await _services.Store
            .ReadAsync(_lane.Index, 0, _services.Options.Delivery.MaxBatchCount).ConfigureAwait(false);
        if (rows is null)
        {
            _course.RestFor(StoreRetryDelay);
            return false;
        }

        long lost = _lane.NoteOldestStored(rows.Count > 0 ? rows[0].Position : 0, appends);
        if (lost > 0)
        {
            DeliveryLog.LostByStore(_services.Logger, lost, _lane.Index);
        }

        if (rows.Count == 0)
        {
            _lane.NoteProgress();
            return false;
        }

        Batch batch = _services.Settings.Batches.Rent();
        batch.AddRows(rows);
        _course.Use(batch);
        return true;
    }

    private async ValueTask<bool> SendAsync()
    {
        Batch current = _course.Current!;
        if (_narrowing.Suspected is { } suspects && _narrowing.HasEvidence(_services.WeatherOf(suspects.Path)))
        {
            _course.EndRest();
            if (_narrowing.Cut())
            {
                bool isParked = await _booker.ParkCulpritAsync(current, suspects.First).ConfigureAwait(false);
                return isParked || _course.RestFor(StoreRetryDelay);
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
        if (_narrowing.IsCalm)
        {
            return _course.IsResting ? null : new Choice(current, first, current.RunFrom(first, _narrowing.Limit), IsTrial: false);
        }

        // Without a verdict the first operation of another key is tried at once; in an outage every trial waits its time.
        if (_narrowing.IsOutage && _course.IsResting)
        {
            return null;
        }

        if (await _trials.FindAsync(current, _narrowing).ConfigureAwait(false) is { } trial)
        {
            return trial;
        }

        if (_course.IsResting)
        {
            return null;
        }

        // Nothing to compare with: the first by itself tells whether the others behind it are to blame.
        _narrowing.ForgetTried();
        return new Choice(current, first, 1, IsTrial: _narrowing.IsOutage);
    }
}
