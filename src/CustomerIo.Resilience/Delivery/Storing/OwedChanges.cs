using CustomerIo.Resilience.Fallback;

namespace CustomerIo.Resilience.Delivery.Storing;

/// <summary>
/// Changes that the store could not make when they were due: of operations that were sent, refused or erased, and that it has, or
/// may have. Nothing is read from it before they are made, for it would go out again.
/// </summary>
internal sealed class OwedChanges(Func<StoreChanges, ValueTask<ChangeResult?>> apply)
{
    private readonly object _gate = new();
    private readonly Queue<StoreChanges> _owed = new();
    private Task<bool>? _making;

    public void Add(StoreChanges changes)
    {
        lock (_gate)
        {
            _owed.Enqueue(changes);
        }
    }

    /// <summary>False if the store still cannot.</summary>
    public ValueTask<bool> MakeAsync()
    {
        lock (_gate)
        {
            return _owed.Count == 0 ? new(true) : new(_making ??= Task.Run(MakeAllAsync));
        }
    }

    private async Task<bool> MakeAllAsync()
    {
        while (First is { } changes)
        {
            if (await apply(changes).ConfigureAwait(false) is null)
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
    }
}
