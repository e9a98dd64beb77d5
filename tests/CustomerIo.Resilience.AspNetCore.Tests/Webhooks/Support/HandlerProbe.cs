using System.Collections.Concurrent;

namespace CustomerIo.Resilience.AspNetCore.Tests.Webhooks.Support;

/// <summary>A handler that keeps what it was given, and waits where it is told to.</summary>
internal sealed class HandlerProbe
{
    private readonly ConcurrentQueue<CustomerIoWebhookEvent> _events = new();
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly bool _waits;
    private int _running;
    private int _most;

    public HandlerProbe(bool waits = false) => _waits = waits;

    public IReadOnlyCollection<CustomerIoWebhookEvent> Events => _events;

    /// <summary>The most calls that ran at once.</summary>
    public int Most => _most;

    /// <summary>Thrown by the calls after they waited.</summary>
    public Exception? Failure { get; set; }

    public void Open() => _opened.TrySetResult();

    public async Task HandleAsync(CustomerIoWebhookEvent webhookEvent, CancellationToken cancellationToken)
    {
        _events.Enqueue(webhookEvent);
        int running = Interlocked.Increment(ref _running);
        int most = Volatile.Read(ref _most);
        while (running > most && Interlocked.CompareExchange(ref _most, running, most) != most)
        {
            most = Volatile.Read(ref _most);
        }

        try
        {
            await (_waits ? _opened.Task.WaitAsync(cancellationToken) : Task.CompletedTask);
            if (Failure is { } failure)
            {
                throw failure;
            }
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }
}
