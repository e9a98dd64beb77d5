namespace CustomerIo.Resilience.Resilience;

/// <summary>
/// Lets through a steady rate, and a short burst after idling; who finds no token waits, first come, first served.
/// Kept as the time at which the bucket will be full again (the "virtual scheduling" form of a token bucket), so that
/// time alone refills it.
/// </summary>
internal sealed class TokenBucket : IDisposable
{
    private readonly Gate _gate = new();
    private readonly LinkedList<TaskCompletionSource> _waiting = [];
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly long _interval;
    private readonly long _burst;
    private long _fullAt;

    /// <param name="interval">The time a token takes to come.</param>
    /// <param name="capacity">Tokens that can gather.</param>
    /// <param name="time">The clock.</param>
    public TokenBucket(TimeSpan interval, int capacity, TimeProvider time)
    {
        _time = time;
        _interval = Math.Max(1, (long)(interval.TotalSeconds * time.TimestampFrequency));
        _burst = _interval * (capacity - 1);
        _fullAt = time.GetTimestamp();
        _timer = time.CreateTimer(
            static state => ((TokenBucket)state!).Release(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A bucket for so many tokens a second, holding a tenth of a second's worth.</summary>
    public static TokenBucket PerSecond(int rate, TimeProvider time) =>
        new(TimeSpan.FromTicks(TimeSpan.TicksPerSecond / rate), Math.Max(1, rate / 10), time);

    /// <summary>Takes a token if one is free and nobody waits for it.</summary>
    public bool TryTake()
    {
        lock (_gate)
        {
            return _waiting.Count == 0 && TryTakeNow(_time.GetTimestamp());
        }
    }

    /// <summary>Takes a token, or a place in the queue for one that comes in time.</summary>
    /// <param name="patience">How long the caller can wait.</param>
    /// <param name="turn">
    /// Completes when it is the caller's turn; null when a token was free or none can come in time.
    /// </param>
    /// <param name="wait">When no token can come in time: how long it would take.</param>
    /// <returns><see langword="false"/> when none can come in time.</returns>
    public bool TryTake(TimeSpan patience, out LinkedListNode<TaskCompletionSource>? turn, out TimeSpan wait)
    {
        turn = null;
        wait = TimeSpan.Zero;
        lock (_gate)
        {
            long now = _time.GetTimestamp();
            if (_waiting.Count == 0 && TryTakeNow(now))
            {
                return true;
            }

            long freeAt = Math.Max(_fullAt, now) - _burst + (_waiting.Count * _interval);
            wait = _time.GetElapsedTime(now, freeAt);
            if (wait >= patience)
            {
                return false;
            }

            // Whoever holds the lock or fires the timer must not run the waiter's request.
            turn = _waiting.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            if (_waiting.Count == 1)
            {
                ArmTimer(wait);
            }

            return true;
        }
    }

    /// <summary>Waits for a turn; a caller that gives up leaves the queue, and the ones behind it move up.</summary>
    public async ValueTask WaitAsync(LinkedListNode<TaskCompletionSource> turn, CancellationToken cancellationToken)
    {
        CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
            static (state, token) =>
            {
                (TokenBucket bucket, LinkedListNode<TaskCompletionSource> node) =
                    ((TokenBucket, LinkedListNode<TaskCompletionSource>))state!;
                bucket.GiveUp(node, token);
            },
            (this, turn));
        await using (registration.ConfigureAwait(false))
        {
            await turn.Value.Task.ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        lock (_gate)
        {
            // No timer will come any more; what still waits goes out now rather than never.
            foreach (TaskCompletionSource waiter in _waiting)
            {
                waiter.TrySetResult();
            }

            _waiting.Clear();
        }
    }

    private bool TryTakeNow(long now)
    {
        long fullAt = Math.Max(_fullAt, now);
        if (fullAt - _burst > now)
        {
            return false;
        }

        _fullAt = fullAt + _interval;
        return true;
    }

    private void Release()
    {
        lock (_gate)
        {
            long now = _time.GetTimestamp();
            while (_waiting.First is { } first && TryTakeNow(now))
            {
                _waiting.RemoveFirst();
                first.Value.TrySetResult();
            }

            if (_waiting.Count > 0)
            {
                ArmTimer(_time.GetElapsedTime(now, _fullAt - _burst));
            }
        }
    }

    /// <summary>
    /// Timers cut off what is less than a millisecond: rounded up, or the last one would be spent spinning.
    /// </summary>
    private void ArmTimer(TimeSpan wait) =>
        _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), Timeout.InfiniteTimeSpan);

    private void GiveUp(LinkedListNode<TaskCompletionSource> turn, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (turn.List is not null)
            {
                _waiting.Remove(turn);
                turn.Value.TrySetCanceled(cancellationToken);
            }
        }
    }
}
