using CustomerIo.Resilience.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.Delivery;

/// <summary>
/// Brings what the store holds to the server, each lane oldest first, through the same sender as everything else. It has no
/// loop: every end of a request, every wake-up and every newly stored page looks whether more may start.
/// </summary>
internal sealed class Drainer : IDisposable
{
    // A timer rounds down to milliseconds; waking early would only mean to sleep again.
    private static readonly TimeSpan TimerGrain = TimeSpan.FromMilliseconds(1);

    // Timers take no more than 49 days; waking early only means to look and sleep again.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromDays(1);

    private readonly object _gate = new();
    private readonly LaneSet _lanes;
    private readonly DrainPass _pass;
    private readonly DrainRamp _ramp;
    private readonly DrainState[] _states;
    private readonly DeliveryPulse _pulse;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _pausedUntil;
    private long _progress;
    private long _resumes;
    private int _running;
    private int _next;
    private bool _stopped;

    public Drainer(
        LaneSet lanes,
        DrainPass pass,
        DrainRamp ramp,
        DeliveryPulse pulse,
        TimeProvider time,
        ILogger logger)
    {
        _lanes = lanes;
        _pass = pass;
        _ramp = ramp;
        _states = [.. Enumerable.Range(0, lanes.Count).Select(_ => new DrainState())];
        _pulse = pulse;
        _time = time;
        _logger = logger;
        _pausedUntil = long.MinValue;
        _timer = time.CreateTimer(
            static drainer => ((Drainer)drainer!).Kick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Starts as many drains as may run now. Cheap when there is nothing to do.</summary>
    public void Kick()
    {
        while (TryStart(out Lane? lane))
        {
            _ = Task.Run(() => DrainAsync(lane!));
        }
    }

    /// <summary>Whether nothing is drained at the moment because something failed.</summary>
    public bool IsResting
    {
        get
        {
            lock (_gate)
            {
                return !HasRested(_pausedUntil, _time.GetTimestamp());
            }
        }
    }

    /// <summary>A lane has sent from memory: a merge on another may be free to go.</summary>
    public void Progress()
    {
        lock (_gate)
        {
            _progress++;
        }

        Kick();
    }

    /// <summary>The server is known to be back, or may be: rests no longer.</summary>
    public void Resume()
    {
        lock (_gate)
        {
            _resumes++;
            _pausedUntil = long.MinValue;
            foreach (DrainState state in _states)
            {
                state.NotBefore = long.MinValue;
            }
        }

        Kick();
    }

    /// <summary>Starts no further drains.</summary>
    /// <returns>Ends when those under way have.</returns>
    public Task StopAsync()
    {
        lock (_gate)
        {
            _stopped = true;
            EndIfIdle();
            return _idle.Task;
        }
    }

    public void Dispose()
    {
        _ = StopAsync();
        _timer.Dispose();
    }

    private bool TryStart(out Lane? lane)
    {
        lock (_gate)
        {
            lane = null;
            long now = _time.GetTimestamp();
            if (_stopped || _running >= _ramp.Window)
            {
                return false;
            }

            if (!HasRested(_pausedUntil, now))
            {
                WakeAtEarliest(now);
                return false;
            }

            for (int step = 0; step < _states.Length && lane is null; step++)
            {
                int index = (_next + step) % _states.Length;
                DrainState state = _states[index];
                if (state.WaitsSince != _progress
                    && HasRested(state.NotBefore, now)
                    && _lanes[index].TryBeginDrain(out long upTo))
                {
                    lane = _lanes[index];
                    state.UpTo = upTo;
                    state.ProgressAtStart = _progress;
                    state.ResumesAtStart = _resumes;
                    _next = index + 1;
                    _running++;
                }
            }

            if (lane is null)
            {
                WakeAtEarliest(now);
            }

            return lane is not null;
        }
    }

    private async Task DrainAsync(Lane lane)
    {
        DrainReport report;
        try
        {
            report = await _pass.RunAsync(lane, _states[lane.Index]).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            DeliveryLog.DrainFailed(_logger, lane.Index, exception);
            report = new DrainReport(DrainOutcome.StoreFailed);
        }

        lane.EndDrain();
        lock (_gate)
        {
            _running--;
            EndIfIdle();
            Note(_states[lane.Index], report);
        }

        if (report.Outcome is DrainOutcome.Failed or DrainOutcome.StoreFailed)
        {
            DivertStored();
        }

        Kick();
    }

    private void Note(DrainState state, DrainReport report)
    {
        if (report.Outcome is not (DrainOutcome.WaitsForMerge or DrainOutcome.WaitsForPump))
        {
            _progress++;
        }

        switch (report.Outcome)
        {
            case DrainOutcome.Progressed:
                state.Succeed();
                _ramp.Succeed();
                break;
            case DrainOutcome.Failed or DrainOutcome.StoreFailed when state.ResumesAtStart != _resumes:
                // What failed began before something was mended: the next attempt tells.
                break;
            case DrainOutcome.Failed when report.Verdict.Kind is SendVerdictKind.Blocked:
                _pausedUntil = After(_ramp.Block());
                break;
            case DrainOutcome.Failed when IsLaneAlone(state, report.Verdict):
                state.Fail(report.Count);
                state.NotBefore = After(_ramp.DelayForAttempt(state.Attempts));
                break;
            case DrainOutcome.Failed or DrainOutcome.StoreFailed:
                state.SuccessesAtFailure = _pulse.Successes;
                _pausedUntil = After(_ramp.Fail(report.Verdict.RetryAfter));
                break;
            case DrainOutcome.WaitsForMerge or DrainOutcome.CameToMerge or DrainOutcome.WaitsForPump:
                state.WaitsSince = state.ProgressAtStart;
                break;
            default:
                break;
        }
    }

    // Whoever waits for a delivery from the store learns that it may take a while.
    private void DivertStored()
    {
        foreach (Lane lane in _lanes.All)
        {
            lane.DivertIfStored();
        }
    }

    private void EndIfIdle()
    {
        if (_stopped && _running == 0)
        {
            _idle.TrySetResult();
        }
    }

    // The server answered, with an error, and since this lane's last failure it took what others sent.
    private bool IsLaneAlone(DrainState state, SendVerdict verdict)
    {
        bool alone = verdict.Status >= 500 && _pulse.Successes > state.SuccessesAtFailure;
        state.SuccessesAtFailure = _pulse.Successes;
        return alone;
    }

    private long After(TimeSpan wait) =>
        _time.GetTimestamp() + (long)(wait.TotalSeconds * _time.TimestampFrequency);

    private void WakeAtEarliest(long now)
    {
        long earliest = HasRested(_pausedUntil, now) ? long.MaxValue : _pausedUntil;
        foreach (DrainState state in _states)
        {
            if (!HasRested(state.NotBefore, now))
            {
                earliest = Math.Min(earliest, Math.Max(state.NotBefore, _pausedUntil));
            }
        }

        if (earliest != long.MaxValue)
        {
            double seconds = (double)(earliest - now) / _time.TimestampFrequency;
            TimeSpan wait = TimeSpan.FromSeconds(Math.Min(seconds, LongestSleep.TotalSeconds));
            _timer.Change(wait + TimerGrain, Timeout.InfiniteTimeSpan);
        }
    }

    private static bool HasRested(long until, long now) => until <= now;
}
