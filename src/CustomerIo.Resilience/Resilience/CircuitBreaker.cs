using CustomerIo.Resilience.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.Resilience;

/// <summary>
/// The state machine. Polly's own breaker counts a failure ratio, closes on the first probe (even a cancelled one) and
/// keeps a slot for a probe that never returns; this one counts failures in a row and wants several successes to close.
/// A call through a closed circuit takes no lock: it reads one word, and reports back against the same word.
/// </summary>
internal sealed class CircuitBreaker : ICircuitBreaker, IDisposable
{
    private const int StateBits = 2;
    private const long StateMask = (1 << StateBits) - 1;

    /// <summary>
    /// The wait asked of a call that finds all probes taken: their outcome is near, but not its time.
    /// </summary>
    private static readonly TimeSpan ProbesBusy = TimeSpan.FromSeconds(1);

    private readonly Gate _gate = new();
    private readonly CircuitBreakerOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ProbeSlots _probes;
    private readonly long _breakLength;
    private readonly long _probeLength;
    private readonly ITimer _breakTimer;

    private long _word;
    private int _failures;
    private int _successes;
    private long _openUntil;
    private long _lastSuccess;
    private DateTimeOffset? _lastFailure;
    private FailureCause _lastFailureCause;

    public CircuitBreaker(CircuitBreakerOptions options, TimeProvider time, ILogger logger)
    {
        _options = options;
        _time = time;
        _logger = new UnfailingLogger(logger);
        _probes = new ProbeSlots(options.SuccessThreshold);
        _breakLength = ToTimestamp(options.BreakDuration);
        _probeLength = ToTimestamp(options.ProbeTimeout);
        _breakTimer = time.CreateTimer(
            static state =>
                ((CircuitBreaker)state!).EndBreak(isEarly: false), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public event EventHandler<CircuitStateChangedEventArgs>? StateChanged;

    public CircuitState State
    {
        get
        {
            CircuitState state = StateOf(Volatile.Read(ref _word));
            return state == CircuitState.Open && _time.GetTimestamp() >= Volatile.Read(ref _openUntil)
                ? CircuitState.HalfOpen
                : state;
        }
    }

    public int FailureCount => Volatile.Read(ref _failures);

    public DateTimeOffset? LastFailure
    {
        get
        {
            lock (_gate)
            {
                return _lastFailure;
            }
        }
    }

    public string? LastFailureKind
    {
        get
        {
            lock (_gate)
            {
                return _lastFailure is null ? null : _lastFailureCause.ToString();
            }
        }
    }

    public DateTimeOffset? LastSuccess
    {
        get
        {
            long ticks = Volatile.Read(ref _lastSuccess);
            return ticks == 0 ? null : new DateTimeOffset(ticks, TimeSpan.Zero);
        }
    }

    public TimeSpan? RetryAfter
    {
        get
        {
            lock (_gate)
            {
                long left = _openUntil - _time.GetTimestamp();
                return StateOf(_word) == CircuitState.Open && left > 0 ? FromTimestamp(left) : null;
            }
        }
    }

    /// <summary>Whether a call made after a wait would certainly be refused.</summary>
    public bool Refuses(TimeSpan after)
    {
        CircuitState state = State;
        return state == CircuitState.Isolated || (state == CircuitState.Open && RetryAfter > after);
    }

    /// <summary>
    /// Asks leave for a call; without it, <paramref name="retryAfter"/> says when to ask again, if that is known.
    /// </summary>
    public bool TryEnter(out CircuitPermit permit, out TimeSpan? retryAfter)
    {
        long word = Volatile.Read(ref _word);
        if (StateOf(word) == CircuitState.Closed)
        {
            permit = new CircuitPermit(word, 0);
            retryAfter = null;
            return true;
        }

        return TryEnterSlow(out permit, out retryAfter);
    }

    /// <summary>Reports how a call went. Every permit is reported exactly once.</summary>
    public void Report(CircuitPermit permit, CallVerdict verdict, FailureCause cause)
    {
        if (StateOf(permit.Word) != CircuitState.Closed)
        {
            ReportProbe(permit, verdict, cause);
            return;
        }

        if (verdict == CallVerdict.Success && Volatile.Read(ref _word) == permit.Word)
        {
            Volatile.Write(ref _lastSuccess, _time.GetUtcNow().Ticks);
            if (Volatile.Read(ref _failures) != 0)
            {
                ForgetFailures(permit.Word);
            }
        }
        else if (verdict == CallVerdict.Failure)
        {
            CountFailure(permit.Word, cause);
        }
    }

    /// <summary>Lets probes through although the break is not over: what opened the circuit may concern nobody else.</summary>
    public void EndBreakEarly() => EndBreak(isEarly: true);

    public void Isolate() => MoveTo(CircuitState.Isolated);

    public void Close() => MoveTo(CircuitState.Closed);

    public void Dispose() => _breakTimer.Dispose();

    private static CircuitState StateOf(long word) => (CircuitState)(word & StateMask);

    private bool TryEnterSlow(out CircuitPermit permit, out TimeSpan? retryAfter)
    {
        permit = default;
        retryAfter = null;
        long now = _time.GetTimestamp();
        CircuitStateChangedEventArgs? change = null;
        bool entered = false;
        lock (_gate)
        {
            if (StateOf(_word) == CircuitState.Open && now >= _openUntil)
            {
                change = Move(CircuitState.HalfOpen);
            }

            switch (StateOf(_word))
            {
                case CircuitState.Closed:
                    permit = new CircuitPermit(_word, 0);
                    entered = true;
                    break;
                case CircuitState.Open:
                    retryAfter = FromTimestamp(_openUntil - now);
                    break;
                case CircuitState.HalfOpen:
                    int missing = _options.SuccessThreshold - _successes;
                    entered = _probes.TryTake(missing, now, now + _probeLength, out long probe);
                    permit = new CircuitPermit(_word, probe);
                    retryAfter = entered ? null : ProbesBusy;
                    break;
                default:
                    break;
            }
        }

        Raise(change);
        return entered;
    }

    private void ReportProbe(CircuitPermit permit, CallVerdict verdict, FailureCause cause)
    {
        long now = _time.GetTimestamp();
        CircuitStateChangedEventArgs? change = null;
        lock (_gate)
        {
            if (permit.Word != _word || !_probes.Return(permit.Probe, now) || verdict == CallVerdict.Neutral)
            {
                return;
            }

            if (verdict == CallVerdict.Failure)
            {
                Note(cause);
                _openUntil = now + _breakLength;
                change = Move(CircuitState.Open);
            }
            else
            {
                Volatile.Write(ref _lastSuccess, _time.GetUtcNow().Ticks);
                if (++_successes >= _options.SuccessThreshold)
                {
                    change = Move(CircuitState.Closed);
                }
            }
        }

        Raise(change);
    }

    private void CountFailure(long word, FailureCause cause)
    {
        CircuitStateChangedEventArgs? change = null;
        lock (_gate)
        {
            if (word != _word)
            {
                return;
            }

            Note(cause);
            if (_failures >= _options.FailureThreshold)
            {
                _openUntil = _time.GetTimestamp() + _breakLength;
                change = Move(CircuitState.Open);
            }
        }

        Raise(change);
    }

    private void ForgetFailures(long word)
    {
        lock (_gate)
        {
            if (word == _word)
            {
                _failures = 0;
            }
        }
    }

    private void EndBreak(bool isEarly)
    {
        CircuitStateChangedEventArgs? change = null;
        lock (_gate)
        {
            if (StateOf(_word) != CircuitState.Open)
            {
                return;
            }

            long left = isEarly ? 0 : _openUntil - _time.GetTimestamp();
            if (left > 0)
            {
                // Timers may fire a little early, but are no finer than a millisecond.
                ArmTimer(FromTimestamp(left) + TimeSpan.FromMilliseconds(1));
                return;
            }

            change = Move(CircuitState.HalfOpen);
        }

        Raise(change);
    }

    private void MoveTo(CircuitState state)
    {
        CircuitStateChangedEventArgs? change;
        lock (_gate)
        {
            change = Move(state);
        }

        Raise(change);
    }

    /// <summary>Goes to a state in a new generation, so that verdicts still under way are ignored.</summary>
    private CircuitStateChangedEventArgs? Move(CircuitState state)
    {
        CircuitState previous = StateOf(_word);
        _successes = 0;
        _probes.Clear();
        if (state == CircuitState.Closed)
        {
            _failures = 0;
        }

        Volatile.Write(ref _word, (((_word >> StateBits) + 1) << StateBits) | (long)state);
        if (state == CircuitState.Open)
        {
            ArmTimer(_options.BreakDuration);
        }

        return previous == state ? null : new CircuitStateChangedEventArgs(previous, state);
    }

    private void Note(FailureCause cause)
    {
        _failures++;
        _lastFailure = _time.GetUtcNow();
        _lastFailureCause = cause;
    }

    private void ArmTimer(TimeSpan due) => _breakTimer.Change(due, Timeout.InfiniteTimeSpan);

    private void Raise(CircuitStateChangedEventArgs? change)
    {
        // One by one: who throws keeps it from nobody.
        foreach (Delegate handler in change is null ? [] : StateChanged?.GetInvocationList() ?? [])
        {
            try
            {
                ((EventHandler<CircuitStateChangedEventArgs>)handler)(this, change!);
            }
            catch (Exception exception)
            {
                ResilienceLog.CircuitHandlerFailed(_logger, exception);
            }
        }
    }

    private long ToTimestamp(TimeSpan time) => (long)(time.TotalSeconds * _time.TimestampFrequency);

    private TimeSpan FromTimestamp(long timestamps) => _time.GetElapsedTime(0, timestamps);
}
