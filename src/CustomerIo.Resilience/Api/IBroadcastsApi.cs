namespace CustomerIo.Resilience.Api;

/// <summary>Broadcasts that the API triggers: one trigger in 10 seconds, and 5 waiting (App API reference).</summary>
public interface IBroadcastsApi
{
    /// <summary>
    /// Sends a broadcast. It is repeated only when the server certainly did not take it; see
    /// <see cref="BroadcastTrigger.AllowRetryWhenOutcomeUnknown"/>.
    /// </summary>
    Task<BroadcastTriggerReceipt> TriggerAsync(
        int broadcastId, BroadcastTrigger? trigger = null, CancellationToken cancellationToken = default);

    /// <summary>How far a trigger is.</summary>
    Task<BroadcastTriggerStatus> GetTriggerStatusAsync(
        int broadcastId, long triggerId, CancellationToken cancellationToken = default);

    /// <summary>What went wrong with a trigger, one text an error.</summary>
    IAsyncEnumerable<string> GetTriggerErrorsAsync(
        int broadcastId, long triggerId, CancellationToken cancellationToken = default);

    /// <summary>The triggers of a broadcast.</summary>
    Task<IReadOnlyList<BroadcastTriggerStatus>> ListTriggersAsync(
        int broadcastId, CancellationToken cancellationToken = default);
}
