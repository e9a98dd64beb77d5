using CustomerIo.Resilience.Delivery.Intake;
using CustomerIo.Resilience.Delivery.Lanes;
using CustomerIo.Resilience.Delivery.Sending;
using CustomerIo.Resilience.Diagnostics;
using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery.Parking;

/// <summary>
/// The loop of the side lane: sends what is parked, keys in turn, each in its order, several requests at once but never two that
/// share a key. What failed before goes alone, and leaves room for the others.
/// </summary>
internal sealed class SideLoop
{
    private const int MaxRequests = 8;
    private const int MaxBlamedRequests = 4;
    private const int MaxKeysInRequest = 100;

    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(1);

    private readonly DeliveryServices _services;
    private readonly SideLoader _loader;
    private readonly SideStorer _storer;
    private readonly SideBooker _booker;
    private readonly List<SideRequest> _requests = [];
    private readonly HashSet<string> _busy = new(StringComparer.Ordinal);
    private readonly ITimer _timer;
    private readonly List<HeldKeyState> _putOff = [];
    private readonly Queue<HeldKeyState> _blamed = new();
    private long? _nextTrialAt;
    private long _lookedAt;

    public SideLoop(DeliveryServices services)
    {
        _services = services;
        _loader = new SideLoader(services);
        _storer = new SideStorer(services);
        services.Side.Left = _loader.Unblock;
        _booker = new SideBooker(services);
        _timer = services.Time.CreateTimer(
            static signal => ((AsyncSignal)signal!).Set(), services.Side.Signal, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private ParkedKeys Parked => _services.Side.Parked;

    /// <summary>Everything that is parked in memory goes to the store, as far as it can.</summary>
    public void StoreAll()
    {
        _storer.TakesAll = true;
        _services.Side.Signal.Set();
    }

    /// <summary>Runs until sending is stopped and nothing more can be stored; never throws.</summary>
    public async Task RunAsync(Task storeIsReady, Task lanes)
    {
        await storeIsReady.ConfigureAwait(false);
        lanes.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(_services.Side.Signal.Set);
        while (true)
        {
            bool areLanesOver = _storer.AreLanesOver = lanes.IsCompleted;
            bool goesOn;
            try
            {
                goesOn = await TurnAsync().ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                DeliveryLog.SideLaneFailed(_services.Logger, exception);
                _services.Pulse.NoteUnexpected(exception);
                _timer.Change(TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
                goesOn = false;
            }

            if (goesOn)
            {
                await Task.Yield();
                continue;
            }

            // What lanes park at their end is stored, too; a store that failed is asked again, as long as stopping waits.
            if (areLanesOver && _requests.Count == 0 && !_storer.IsToRepeat)
            {
                await _timer.DisposeAsync().ConfigureAwait(false);
                return;
            }

            await _services.Side.Signal.WaitAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask<bool> TurnAsync()
    {
        for (int index = _requests.Count - 1; index >= 0; index--)
        {
            if (_requests[index].Ending.IsCompleted)
            {
                await FinishAsync(_requests[index]).ConfigureAwait(false);
                return true;
            }
        }

        if (await _booker.BookJudgedAsync(_busy).ConfigureAwait(false)
            || await _storer.StoreAsync(_busy).ConfigureAwait(false))
        {
            return true;
        }

        _lookedAt = _services.Time.GetTimestamp();
        if (!_services.IsStopping && await StartAsync().ConfigureAwait(false))
        {
            return true;
        }

        Arm();
        return false;
    }

    // True if it is worth another look at once.
    private async ValueTask<bool> StartAsync()
    {
        if (_requests.Count >= MaxRequests || !MayStart())
        {
            return false;
        }

        List<SideItem> group = [];
        int keys = 0;
        HashSet<string> taken = new(_busy, StringComparer.Ordinal);
        while (keys < MaxKeysInRequest && Parked.TryTakeTurn(_lookedAt, out HeldKeyState? held))
        {
            if (held!.IsBlamed && (group.Count > 0 || BlamedRequests >= MaxBlamedRequests))
            {
                _blamed.Enqueue(held);
                continue;
            }

            IReadOnlyList<SideItem> items = await _loader.LoadAsync(held!, taken).ConfigureAwait(false);
            if (items.Count == 0)
            {
                continue;
            }

            SideItem first = items[0];
            held.IsBlamed = first.HasFailed;
            if (await IsCulpritAsync(held!, first).ConfigureAwait(false))
            {
                continue;
            }

            bool isAlone = first.HasFailed || held!.SuspectedAt is not null || first.Kind.TravelsAlone();
            bool fits = isAlone
                ? group.Count == 0 && (!first.HasFailed || BlamedRequests < MaxBlamedRequests)
                : group.Count == 0
                    || (SideLoader.BytesOf(group.Concat(items)) <= Batch.MaxBodyBytes
                        && group.Count + items.Count <= _services.Options.Delivery.MaxBatchCount);
            if (!fits)
            {
                _putOff.Add(held!);
                if (group.Count > 0)
                {
                    break;
                }

                continue;
            }

            group.AddRange(isAlone ? [first] : items);
            taken.UnionWith(items.SelectMany(static item => item.Touched));
            keys++;
            if (isAlone)
            {
                break;
            }
        }

        if (group.Count > 0 && Send(group))
        {
            return true;
        }

        return _requests.Count == 0 && TakeUpAgain() && group.Count == 0;
    }

    // What found no room beside the others gets a turn when one of them is over.
    private bool TakeUpAgain()
    {
        bool any = _putOff.Count + _blamed.Count > 0;
        _putOff.ForEach(held => Parked.LetGo(held.Key, 0));
        _putOff.Clear();
        for (int free = MaxBlamedRequests - BlamedRequests; free > 0 && _blamed.TryDequeue(out HeldKeyState? held); free--)
        {
            Parked.LetGo(held.Key, 0);
        }

        return any;
    }

    private int BlamedRequests => _requests.Count(static request => request.IsBlamed);

    // In an outage the lanes' own operations are the trials; with none left, one parked operation each break is.
    private bool MayStart()
    {
        if (!_services.Traffic.IsPaused)
        {
            return true;
        }

        // Looked at once more, for it may be over by now.
        _services.Traffic.OnChange(_services.Side.Signal.Set);
        if (!_services.Traffic.IsPaused)
        {
            return true;
        }

        return _requests.Count == 0
            && !_services.Lanes.HaveWaiting
            && !(_services.Time.GetTimestamp() < _nextTrialAt);
    }

    // It failed in a request of its own, and the path has worked since: it is the operation's fault.
    private async ValueTask<bool> IsCulpritAsync(HeldKeyState held, SideItem first)
    {
        if (first.HasFailed
            || held is not { FailedAlone: true, SuspectedAt: { } suspectedAt }
            || _services.WeatherOf(SendPaths.Of(first.Kind)).Successes <= suspectedAt)
        {
            return false;
        }

        await _booker.BlameAsync(held, first).ConfigureAwait(false);
        return true;
    }

    private bool Send(List<SideItem> group)
    {
        if (!_services.Traffic.TryEnter(isElsewhere: false, _services.Side.Signal.Set, out TrafficPermit permit))
        {
            LetGo(group, 0);
            return false;
        }

        if (permit.IsTrial)
        {
            _nextTrialAt = _services.After(_services.Options.Track.CircuitBreaker.BreakDuration);
        }

        SendPath path = SendPaths.Of(group[0].Kind);
        PathWeather weather = _services.WeatherOf(path);
        bool isBlamed = group[0].HasFailed;
        Batch batch = _services.Settings.Batches.Rent();
        foreach (SideItem item in group)
        {
            batch.Add(new OperationHead(item.Id, item.Kind, default, default), 0, item.Payload.Span);
            if (item.Memory is { } memory)
            {
                memory.IsBusy = true;
            }
        }

        SideRequest request = new()
        {
            Items = group,
            Batch = batch,
            Path = path,
            Permit = permit,
            IsBlamed = isBlamed,
            BeganInGoodWeather = weather.IsGoodNow,
            Number = isBlamed ? 0 : weather.BeginClean(),
            Ending = _services.Sender.SendAsync(batch, 0, batch.Count, _services.StopSending),
        };
        _busy.UnionWith(group.SelectMany(static item => item.Touched));
        _requests.Add(request);
        request.Ending.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(_services.Side.Signal.Set);
        return true;
    }

    private async ValueTask FinishAsync(SideRequest request)
    {
        _requests.Remove(request);
        SendResult result = await request.Ending.ConfigureAwait(false);
        long? next;
        if (result.Outcome is SendOutcome.Done)
        {
            _services.Traffic.Succeed(request.Permit);
            PathWeather weather = _services.WeatherOf(request.Path);
            if (request.IsBlamed)
            {
                weather.NoteOtherSuccess();
            }
            else
            {
                weather.EndClean(request.Number, isSuccess: true);
            }

            _services.Pulse.NoteSuccess();
            await _booker.BookAsync(request).ConfigureAwait(false);
            next = 0;
        }
        else
        {
            await _booker.BookAsync(request).ConfigureAwait(false);
            next = _booker.Fail(request, result);
        }

        foreach (SideItem item in request.Items)
        {
            if (item.Memory is { } memory)
            {
                memory.IsBusy = false;
            }
        }

        string[] touched = [.. request.Items.SelectMany(static item => item.Touched)];
        _busy.ExceptWith(touched);
        TakeUpAgain();
        HashSet<HeldKeyState> failed = [.. request.Undecided.Select(static item => item.Held)];
        LetGo(request.Items.Where(item => !failed.Contains(item.Held)), 0);
        LetGo(request.Undecided, next);
        _loader.Unblock(touched);
        _services.Settings.Batches.Return(request.Batch);
    }

    private void LetGo(IEnumerable<SideItem> items, long? next)
    {
        foreach (HeldKeyState held in items.Select(static item => item.Held).Distinct())
        {
            Parked.LetGo(held.Key, next);
        }
    }

    private void Arm()
    {
        // What is due already waits for a request to end, or for the pause: those tell.
        long now = _services.Time.GetTimestamp();
        long next = new[] { Parked.NextTurn, _storer.RestsUntil, _nextTrialAt }
            .Where(time => time > _lookedAt).Min() ?? long.MaxValue;
        if (next != long.MaxValue)
        {
            _timer.Change(_services.Time.GetElapsedTime(now, Math.Max(now, next)) + Grain, Timeout.InfiniteTimeSpan);
        }
    }

}
