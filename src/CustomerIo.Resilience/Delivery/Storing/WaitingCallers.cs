using CustomerIo.Resilience.Delivery.Intake;

namespace CustomerIo.Resilience.Delivery.Storing;

/// <summary>Callers who wait for the delivery of what the store has, by position.</summary>
internal sealed class WaitingCallers
{
    private readonly object _gate = new();
    private readonly Dictionary<long, DeliveryPromise> _byPosition = [];

    /// <summary>
    /// The process is ending and the store with it: nobody is told any more that an operation is stored; the end tells.
    /// </summary>
    public bool EndsWithProcess { get; set; }

    /// <summary>The store is about to get an operation, or has it: from then on it may be delivered at any time.</summary>
    public void Expect(long position, DeliveryPromise promise)
    {
        lock (_gate)
        {
            _byPosition[position] = promise;
        }
    }

    /// <summary>The store does not have it after all.</summary>
    public void Forget(long position) => Take(position);

    /// <summary>The fate of an operation is known.</summary>
    public void Answer(long position, DeliveryResult result) => Take(position)?.TrySetResult(result);

    /// <summary>The operation stays in the store for a while.</summary>
    public void AnswerStored(long position)
    {
        if (!EndsWithProcess && Take(position) is { } promise)
        {
            promise.TrySetResult(DeliveryResult.Stored(promise.OperationId));
        }
    }

    /// <summary>Everything that is in the store stays there for a while.</summary>
    public void AnswerAllStored()
    {
        KeyValuePair<long, DeliveryPromise>[] stored;
        lock (_gate)
        {
            stored = [.. _byPosition.Where(static pair => pair.Value.IsStored)];
        }

        foreach (KeyValuePair<long, DeliveryPromise> pair in stored)
        {
            AnswerStored(pair.Key);
        }
    }

    private DeliveryPromise? Take(long position)
    {
        lock (_gate)
        {
            return _byPosition.Remove(position, out DeliveryPromise? promise) ? promise : null;
        }
    }
}
