namespace CustomerIo.Resilience.Delivery.Sending;

/// <summary>
/// What requests on one path told lately. It answers two questions: did the path work since something failed, and was the
/// weather so good around an attempt that its failure is the operation's own?
/// </summary>
internal sealed class PathWeather(TimeSpan window, TimeProvider time)
{
    private static readonly TimeSpan ShareWindow = TimeSpan.FromMinutes(10);

    private readonly object _gate = new();
    private readonly OutcomeShare _share = new(ShareWindow, time);
    private readonly List<PendingBlame> _pending = [];
    private readonly HashSet<Action> _waiting = [];
    private long _successes;
    private long _begun;
    private CleanRequest _last;

    /// <summary>How many requests succeeded.</summary>
    public long Successes => Interlocked.Read(ref _successes);

    /// <summary>Is called once, when the next request succeeds, however often it is asked for.</summary>
    public void OnSuccess(Action action)
    {
        lock (_gate)
        {
            _waiting.Add(action);
        }
    }

    /// <summary>A request without operations that failed before begins; gives its number.</summary>
    public long BeginClean() => Interlocked.Increment(ref _begun);

    /// <summary>Such a request has ended.</summary>
    public void EndClean(long number, bool isSuccess)
    {
        List<PendingBlame>? judged = null;
        Action[] waiting = [];
        lock (_gate)
        {
            long now = time.GetTimestamp();
            _last = new CleanRequest(isSuccess, now);
            _share.Add(isSuccess);
            for (int index = _pending.Count - 1; index >= 0; index--)
            {
                PendingBlame blame = _pending[index];
                bool isStale = time.GetElapsedTime(blame.EndedAt, now) > window;
                if (number > blame.BegunBefore || !isSuccess || isStale)
                {
                    blame.IsGuilty = isSuccess && !isStale && _share.IsMostlyGood;
                    (judged ??= []).Add(blame);
                    _pending.RemoveAt(index);
                }
            }

            if (isSuccess)
            {
                Interlocked.Increment(ref _successes);
                waiting = TakeWaiting();
            }
        }

        judged?.ForEach(static blame => blame.Judged(blame.IsGuilty));
        Array.ForEach(waiting, static action => action());
    }

    /// <summary>An operation that had failed before was delivered: the path works, but that is no fair sample.</summary>
    public void NoteOtherSuccess()
    {
        Action[] waiting;
        lock (_gate)
        {
            Interlocked.Increment(ref _successes);
            waiting = TakeWaiting();
        }

        Array.ForEach(waiting, static action => action());
    }

    /// <summary>What the weather was before an attempt begins.</summary>
    public bool IsGoodNow
    {
        get
        {
            lock (_gate)
            {
                return _last.IsSuccess && time.GetElapsedTime(_last.EndedAt) <= window;
            }
        }
    }

    /// <summary>
    /// An attempt failed that began in good weather: is told whether it counts when the first request that begins from now on
    /// has ended.
    /// </summary>
    public void Judge(Action<bool> judged)
    {
        lock (_gate)
        {
            _pending.Add(new PendingBlame(judged, time.GetTimestamp(), Interlocked.Read(ref _begun)));
        }
    }

    private Action[] TakeWaiting()
    {
        if (_waiting.Count == 0)
        {
            return [];
        }

        Action[] waiting = [.. _waiting];
        _waiting.Clear();
        return waiting;
    }

    private readonly record struct CleanRequest(bool IsSuccess, long EndedAt);

    private sealed class PendingBlame(Action<bool> judged, long endedAt, long begunBefore)
    {
        public Action<bool> Judged => judged;

        public long EndedAt => endedAt;

        public long BegunBefore => begunBefore;

        public bool IsGuilty { get; set; }
    }
}
