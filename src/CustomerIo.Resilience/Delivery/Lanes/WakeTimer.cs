namespace CustomerIo.Resilience.Delivery.Lanes;

/// <summary>Wakes somebody at the earliest of the times that were asked for; who is woken asks again for the others.</summary>
internal sealed class WakeTimer : IDisposable
{
    private readonly object _gate = new();
    private readonly TimeProvider _time;
    private readonly Action _wake;
    private readonly ITimer _timer;
    private long _wakesAt = long.MaxValue;

    public WakeTimer(TimeProvider time, Action wake)
    {
        _time = time;
        _wake = wake;
        _timer = time.CreateTimer(
            static timer => ((WakeTimer)timer!).Ring(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void WakeAfter(TimeSpan wait)
    {
        lock (_gate)
        {
            long at = _time.GetTimestamp() + (long)(wait.TotalSeconds * _time.TimestampFrequency);
            if (at < _wakesAt)
            {
                _wakesAt = at;
                _timer.Change(wait, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Ring()
    {
        lock (_gate)
        {
            _wakesAt = long.MaxValue;
        }

        _wake();
    }
}
