namespace CustomerIo.Resilience.Delivery;

/// <summary>What an awaiting caller holds; absent for operations nobody waits for.</summary>
internal sealed class DeliveryPromise()
    : TaskCompletionSource<DeliveryResult>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    /// <summary>Learns the result before the caller does, so that what the caller does next finds it known.</summary>
    public Action<DeliveryResult>? Ending { get; set; }

    public new bool TrySetResult(DeliveryResult result)
    {
        Ending?.Invoke(result);
        return base.TrySetResult(result);
    }
}
