using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery.Storing;

/// <summary>
/// Changes that the store could not make when they were due: of operations that were sent, refused or erased, and that it has, or
/// may have. They are tried again and again, and nothing is read from the store before they are made, for it would go out again.
/// </summary>
internal sealed class OwedChanges : IDisposable
{
    private readonly object _gate = new();
    private readonly Queue<StoreChanges> _owed = new();
    private readonly Func<StoreChanges, ValueTask<ChangeResult?>> _apply;
    private readonly ITimer _timer;
    private Task<bool>? _making;

    public OwedChanges(Func<StoreChanges, ValueTask<ChangeResult?>> apply, TimeProvider time)
    {
        _apply = apply;
        _timer = time.CreateTimer(
            static owed => _ = ((OwedChanges)owed!).MakeAsync().AsTask(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public bool IsEmpty
    {
        get
        {
            lock (_gate)
            {
                return _owed.Count == 0;
            }
        }
    }

    public void Add(StoreChanges changes)
    {
        lock (_gate)
        {
            _owed.Enqueue(changes);
        }

        TryLater();
    }

    /// <summary>False if the store still cannot.</summary>
    public ValueTask<bool> MakeAsync()
    {
        lock (_gate)
        {
            return _owed.Count == 0 ? new(true) : new(_making ??= Task.Run(MakeAllAsync));
        }
    }

    public void Dispose() => _timer.Dispose();

    private async Task<bool> MakeAllAsync()
    {
        while (First is { } changes)
        {
            if (await _apply(changes).ConfigureAwait(false) is null)
            {
                End();
                return false;
            }

            lock (_gate)
            {
                _owed.Dequeue();
            }
        }

        return true;
    }

    // Who adds one after this finds nobody at work.
    private StoreChanges? First
    {
        get
        {
            lock (_gate)
            {
                _making = _owed.Count > 0 ? _making : null;
                return _owed.TryPeek(out StoreChanges? first) ? first : null;
            }
        }
    }

    private void End()
    {
        lock (_gate)
        {
            _making = null;
        }

        TryLater();
    }

    private void TryLater() => _timer.Change(StoreGateway.RetryDelay, Timeout.InfiniteTimeSpan);
}
