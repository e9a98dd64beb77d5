namespace CustomerIo.Resilience.Delivery.Sending;

/// <summary>Which share of requests succeeded lately, by minutes; guarded by its owner.</summary>
internal sealed class OutcomeShare(TimeSpan window, TimeProvider time)
{
    private readonly Queue<Minute> _minutes = new();
    private Minute? _current;
    private long _good;
    private long _all;

    public bool IsMostlyGood
    {
        get
        {
            Forget();
            return _good * 2 >= _all;
        }
    }

    public void Add(bool isSuccess)
    {
        Forget();
        long now = time.GetTimestamp();
        if (_current is null || time.GetElapsedTime(_current.BeganAt, now) >= TimeSpan.FromMinutes(1))
        {
            _current = new Minute(now);
            _minutes.Enqueue(_current);
        }

        _current.All++;
        _all++;
        if (isSuccess)
        {
            _current.Good++;
            _good++;
        }
    }

    private void Forget()
    {
        long now = time.GetTimestamp();
        while (_minutes.TryPeek(out Minute? oldest) && time.GetElapsedTime(oldest.BeganAt, now) > window)
        {
            _minutes.Dequeue();
            _good -= oldest.Good;
            _all -= oldest.All;
            _current = ReferenceEquals(_current, oldest) ? null : _current;
        }
    }

    private sealed class Minute(long beganAt)
    {
        public long BeganAt => beganAt;

        public long All { get; set; }

        public long Good { get; set; }
    }
}
