namespace CustomerIo.Resilience.AspNetCore.Webhooks;

/// <summary>An event on its way to its handler.</summary>
internal sealed class WebhookWork(
    CustomerIoWebhookEvent webhookEvent,
    int bytes,
    Func<CustomerIoWebhookEvent, CancellationToken, Task> handler,
    EventMemory memory,
    EventEntry entry)
{
    public CustomerIoWebhookEvent Event { get; } = webhookEvent;

    public int Bytes { get; } = bytes;

    public Func<CustomerIoWebhookEvent, CancellationToken, Task> Handler { get; } = handler;

    public string Key => entry.Key;

    /// <summary>Ends it, once.</summary>
    public bool TryEnd(WebhookOutcome outcome, out bool wasAcknowledged) =>
        memory.TryEnd(entry, outcome, out wasAcknowledged);
}
