namespace CustomerIo.Resilience.AspNetCore;

/// <summary>
/// Handles the events of a reporting webhook. It is resolved in a scope of its own for each event, and called from
/// several threads at once, up to <see cref="CustomerIoWebhookOptions.Concurrency"/>.
/// </summary>
public interface ICustomerIoWebhookHandler
{
    /// <summary>Handles one event. An exception lets Customer.io send it again, if it was not answered yet.</summary>
    /// <param name="webhookEvent">The event, of the class of its metric.</param>
    /// <param name="cancellationToken">
    /// Cancelled after <see cref="CustomerIoWebhookOptions.HandlerTimeout"/>, and when the host has no more time to
    /// stop.
    /// </param>
    Task HandleAsync(CustomerIoWebhookEvent webhookEvent, CancellationToken cancellationToken);
}
