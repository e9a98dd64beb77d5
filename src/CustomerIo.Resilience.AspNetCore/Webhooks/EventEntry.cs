namespace CustomerIo.Resilience.AspNetCore.Webhooks;

/// <summary>
/// An event that waits or is being handled; its two flags live under its own lock, since a request that gives up
/// waiting and a handler that ends must agree on which came first.
/// </summary>
internal sealed class EventEntry(string key)
{
    private readonly object _gate = new();
    private readonly TaskCompletionSource<WebhookOutcome> _end =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool _isAcknowledged;
    private bool _isOver;

    public string Key { get; } = key;

    /// <summary>What became of it: handled, failed, busy or stopping.</summary>
    public Task<WebhookOutcome> End => _end.Task;

    /// <summary>Whether the sender may be told that all is well before the end; not after it.</summary>
    public bool TryAcknowledge()
    {
        lock (_gate)
        {
            _isAcknowledged |= !_isOver;
            return !_isOver;
        }
    }

    /// <summary>Ends it, unless it is over, and tells whether the sender had been told that all is well.</summary>
    public bool TryEnd(out bool wasAcknowledged)
    {
        lock (_gate)
        {
            wasAcknowledged = _isAcknowledged;
            if (_isOver)
            {
                return false;
            }

            _isOver = true;
            return true;
        }
    }

    public void Tell(WebhookOutcome outcome) => _end.TrySetResult(outcome);
}
