namespace CustomerIo.Resilience.Delivery;

/// <summary>What a waiting caller holds; absent for operations nobody waits for.</summary>
internal sealed class DeliveryPromise()
    : TaskCompletionSource<DeliveryResult>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    private int _ended;

    /// <summary>Learns the result before the caller does, so that what the caller does next finds it known.</summary>
    public Action<DeliveryResult>? Ending { get; set; }

    /// <summary>The caller only wants to know the operation safe, and not to wait for its delivery.</summary>
    public bool EndsWhenStored { get; init; }

    public new bool TrySetResult(DeliveryResult result)
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
        {
            return false;
        }

        Ending?.Invoke(result);
        return base.TrySetResult(result);
    }
}
