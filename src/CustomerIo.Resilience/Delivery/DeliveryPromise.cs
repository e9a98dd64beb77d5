namespace CustomerIo.Resilience.Delivery;

/// <summary>What an awaiting caller holds; absent for operations nobody waits for.</summary>
internal sealed class DeliveryPromise() : TaskCompletionSource<DeliveryResult>(TaskCreationOptions.RunContinuationsAsynchronously);
