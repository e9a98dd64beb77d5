namespace CustomerIo.Resilience.Api;

/// <summary>Customer.io has taken a broadcast trigger.</summary>
public sealed class BroadcastTriggerReceipt
{
    /// <summary>The number of the trigger, to ask for its status with.</summary>
    public long Id { get; init; }
}
