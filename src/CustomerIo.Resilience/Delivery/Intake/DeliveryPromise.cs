namespace CustomerIo.Resilience.Delivery.Intake;

/// <summary>What a waiting caller holds; absent for operations nobody waits for.</summary>
internal sealed class DeliveryPromise()
    : TaskCompletionSource<DeliveryResult>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    private int _ended;

    /// <summary>Learns the result before the caller does, so that what the caller does next finds it known.</summary>
    public Action<DeliveryResult>? Ending { get; set; }

    /// <summary>The caller only wants to know the operation safe, and not to wait for its delivery.</summary>
    public bool EndsWhenStored { get; init; }

    /// <summary>The caller's thread is blocked until then.</summary>
    public bool IsBlocking { get; init; }

    /// <summary>The operation; set when it is taken in.</summary>
    public Ulid OperationId { get; set; }

    /// <summary>When the caller has to be answered, in timestamps of the clock.</summary>
    public long Deadline { get; set; }

    /// <summary>Whether the store has the operation.</summary>
    public bool IsStored { get; set; }

    public bool HasEnded => Volatile.Read(ref _ended) != 0;

    public new bool TrySetResult(DeliveryResult result)
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
        {
            return false;
        }

        Ending?.Invoke(result);
        return base.TrySetResult(result);
    }

    /// <summary>The operation was not taken, which its caller learns from the call itself: nobody waits.</summary>
    public void Forget() => Interlocked.Exchange(ref _ended, 1);

    /// <summary>The fate is not known in time: says where the operation is.</summary>
    public void AnswerWhereItIs() =>
        TrySetResult(IsStored ? DeliveryResult.Stored(OperationId) : DeliveryResult.Queued(OperationId));
}
