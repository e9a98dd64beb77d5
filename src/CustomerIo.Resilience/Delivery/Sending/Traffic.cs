using CustomerIo.Resilience.Resilience;

namespace CustomerIo.Resilience.Delivery.Sending;

/// <summary>
/// The one place where the whole workspace pauses: for an open circuit, for a wait that the server asks of everybody, for
/// refused credentials. After trouble it lets lanes in by and by.
/// </summary>
internal sealed class Traffic : IDisposable
{
    private static readonly TimeSpan TimerGrain = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly object _gate = new();
    private readonly CircuitBreaker _breaker;
    private readonly FallbackOptions _options;
    private readonly TimeProvider _time;
    private readonly int _lanes;
    private readonly ITimer _timer;
    private readonly HashSet<Action> _waiting = [];
    private long _pausedUntil = long.MinValue;
    private int _blockedStatus;
    private int _resumed;
    private int _window;
    private int _running;
    private int _successes;
    private bool _isBack;
    private bool _wasCompared;
    private bool _isLoneTrouble;

    public Traffic(CircuitBreaker breaker, FallbackOptions options, int lanes, TimeProvider time)
    {
        _breaker = breaker;
        _options = options;
        _lanes = lanes;
        _window = int.MaxValue;
        _time = time;
        _timer = time.CreateTimer(
            static traffic => ((Traffic)traffic!).WakeAll(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        breaker.StateChanged += (_, _) => WakeAll();
    }

    /// <summary>The status by which credentials or address were refused; 0 while they are not.</summary>
    public int BlockedStatus => Volatile.Read(ref _blockedStatus);

    /// <summary>Whether nothing can be sent now, and what is due should go to the store.</summary>
    public bool IsPaused
    {
        get
        {
            lock (_gate)
            {
                return _pausedUntil > _time.GetTimestamp()
                    || _blockedStatus != 0
                    || _breaker.State is not CircuitState.Closed;
            }
        }
    }

    /// <summary>Asks leave for one request. Without it, <paramref name="wake"/> is called when it is worth asking again.</summary>
    /// <param name="isElsewhere">It concerns nobody whose operations failed without a verdict.</param>
    /// <param name="wake">Called once, from any thread.</param>
    /// <param name="permit">Is reported back exactly once.</param>
    public bool TryEnter(bool isElsewhere, Action wake, out TrafficPermit permit)
    {
        permit = default;
        if (isElsewhere && Volatile.Read(ref _isLoneTrouble) && _breaker.State is CircuitState.Open)
        {
            _breaker.EndBreakEarly();
        }

        TimeSpan? wait;
        int resumed;
        bool wasBack;
        bool hasPlace;
        lock (_gate)
        {
            long now = _time.GetTimestamp();
            resumed = _resumed;
            wasBack = _isBack;

            // Before the circuit is asked, so that no change of it is missed; it tells of its changes without anybody's lock.
            _waiting.Add(wake);
            wait = _pausedUntil > now ? _time.GetElapsedTime(now, _pausedUntil) : null;
            hasPlace = wait is null && _running < _window;
            _running += hasPlace ? 1 : 0;
        }

        if (hasPlace)
        {
            if (_breaker.TryEnter(out CircuitPermit circuit, out wait))
            {
                // One operation tells whether the outage is over; more of them would tell nothing new.
                bool isTrial = (_breaker.State is CircuitState.HalfOpen && !wasBack) || BlockedStatus != 0;
                permit = new TrafficPermit(circuit, isTrial, resumed);
                Leave(wake, isRunning: true);
                return true;
            }

            Leave(wake: null, isRunning: false);
        }

        if (wait is { } time)
        {
            _timer.Change((time < LongestWait ? time : LongestWait) + TimerGrain, Timeout.InfiniteTimeSpan);
        }

        return false;
    }

    private void Leave(Action? wake, bool isRunning)
    {
        lock (_gate)
        {
            _running -= isRunning ? 0 : 1;
            if (wake is not null)
            {
                _waiting.Remove(wake);
            }
        }
    }

    /// <summary>Calls <paramref name="wake"/> once, when a pause may be over.</summary>
    public void OnChange(Action wake)
    {
        lock (_gate)
        {
            _waiting.Add(wake);
        }
    }

    public void Succeed(TrafficPermit permit)
    {
        _breaker.Report(permit.Circuit, CallVerdict.Success, default);
        lock (_gate)
        {
            _running--;
            _isBack = true;
            _isLoneTrouble = false;
            _wasCompared = false;
            Volatile.Write(ref _blockedStatus, 0);
            if (_window < _lanes && ++_successes >= _window)
            {
                _successes = 0;
                _window *= 2;
            }

            if (_window >= _lanes)
            {
                _window = int.MaxValue;
            }
        }

        WakeAll();
    }

    /// <summary>The request failed.</summary>
    /// <param name="permit">The request's.</param>
    /// <param name="isOurs">It is Customer.io's state, or nobody can tell; false while the blame may be an operation's.</param>
    /// <param name="isAlone">Nobody can tell, because there was nothing to compare with.</param>
    /// <param name="result">How it ended.</param>
    public void Fail(TrafficPermit permit, bool isOurs, bool isAlone, SendResult result)
    {
        _breaker.Report(permit.Circuit, isOurs ? CallVerdict.Failure : CallVerdict.Neutral, result.Cause);
        lock (_gate)
        {
            _running--;
            if (isOurs)
            {
                _isBack = false;
                _wasCompared |= !isAlone;
                _isLoneTrouble = !_wasCompared;
                _window = isAlone ? _window : 1;
                _successes = 0;
                if (!isAlone && result.RetryAfter is { } asked)
                {
                    Pause(asked);
                }
            }
        }

        WakeAll();
    }

    /// <summary>Everybody waits, as the server asked, or for as long as the back-off says.</summary>
    public void Throttle(TimeSpan wait)
    {
        lock (_gate)
        {
            Pause(wait);
        }
    }

    /// <summary>
    /// Credentials or address are refused: only a person can mend that, so there is no hurry, unless something was mended since the
    /// request began.
    /// </summary>
    public void Block(int status, TrafficPermit permit)
    {
        lock (_gate)
        {
            Volatile.Write(ref _blockedStatus, status);
            _window = 1;
            if (permit.Resumed == _resumed)
            {
                Pause(_options.MaxDrainDelay);
            }
        }
    }

    /// <summary>
    /// Same, as far as is known from one operation that nothing could be compared with: nobody waits, everybody is a trial.
    /// </summary>
    public void Suspect(int status)
    {
        lock (_gate)
        {
            Volatile.Write(ref _blockedStatus, status);
        }
    }

    /// <summary>Something was mended, or may be: pauses no longer.</summary>
    public void Resume()
    {
        lock (_gate)
        {
            _pausedUntil = long.MinValue;
            _resumed++;
        }

        WakeAll();
    }

    public void Dispose() => _timer.Dispose();

    private void Pause(TimeSpan wait)
    {
        TimeSpan bounded = wait < LongestWait ? wait : LongestWait;
        long until = _time.GetTimestamp() + (long)(bounded.TotalSeconds * _time.TimestampFrequency);
        _pausedUntil = Math.Max(_pausedUntil, until);
        _timer.Change(bounded + TimerGrain, Timeout.InfiniteTimeSpan);
    }

    private void WakeAll()
    {
        Action[] waiting;
        lock (_gate)
        {
            if (_waiting.Count == 0)
            {
                return;
            }

            waiting = [.. _waiting];
            _waiting.Clear();
        }

        Array.ForEach(waiting, static wake => wake());
    }
}
