using CustomerIo.Resilience.Delivery.Intake;

namespace CustomerIo.Resilience.Delivery.Lanes;

/// <summary>The callers who wait for operations of a lane, or of the side lane, in the order of their calls.</summary>
internal sealed class AwaitedCalls(LaneSettings settings)
{
    private readonly object _gate = new();
    private readonly Queue<DeliveryPromise> _promises = new();

    public void Add(DeliveryPromise promise, Ulid id)
    {
        promise.OperationId = id;
        promise.Deadline = settings.Time.GetTimestamp()
            + (long)(settings.CallerTimeout.TotalSeconds * settings.Time.TimestampFrequency);
        lock (_gate)
        {
            while (_promises.TryPeek(out DeliveryPromise? first) && first.HasEnded)
            {
                _promises.Dequeue();
            }

            _promises.Enqueue(promise);
        }
    }

    /// <summary>Tells the callers whose time is over where their operations are; true if others still wait.</summary>
    public bool AnswerLate(long deadline)
    {
        lock (_gate)
        {
            while (_promises.TryPeek(out DeliveryPromise? promise) && (promise.HasEnded || promise.Deadline <= deadline))
            {
                _promises.Dequeue().AnswerWhereItIs();
            }

            return _promises.Count > 0;
        }
    }

    /// <summary>The end: tells everybody who still waits.</summary>
    public void AnswerAll(Action<DeliveryPromise> answer)
    {
        lock (_gate)
        {
            while (_promises.TryDequeue(out DeliveryPromise? promise))
            {
                answer(promise);
            }
        }
    }
}
