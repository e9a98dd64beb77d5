namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>Wakes those who wait for something to change; costs next to nothing while nobody waits.</summary>
internal sealed class ChangeSignal
{
    private TaskCompletionSource? _waiters;

    /// <summary>A task that ends at the next <see cref="Pulse"/> after this call.</summary>
    public Task NextAsync()
    {
        while (true)
        {
            if (Volatile.Read(ref _waiters) is { } current)
            {
                return current.Task;
            }

            var fresh = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (Interlocked.CompareExchange(ref _waiters, fresh, comparand: null) is null)
            {
                return fresh.Task;
            }
        }
    }

    public void Pulse()
    {
        if (Volatile.Read(ref _waiters) is not null)
        {
            Interlocked.Exchange(ref _waiters, value: null)?.TrySetResult();
        }
    }
}
