namespace CustomerIo.Resilience.QuickStart.Taxonomy;

/// <summary>Somebody does not want to go on paying.</summary>
/// <param name="Reason">Why.</param>
[CustomerIoEvent("subscription_cancelled")]
internal sealed partial record SubscriptionCancelled(string Reason)
{
    /// <summary>What the file says beyond that.</summary>
    [CustomerIoAdditional]
    public Dictionary<string, object?>? More { get; init; }
}
