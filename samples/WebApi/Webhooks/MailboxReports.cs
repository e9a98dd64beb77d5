using System.Collections.Concurrent;
using CustomerIo.Resilience.AspNetCore;

namespace CustomerIo.Resilience.WebApi.Webhooks;

/// <summary>
/// What Customer.io reports of the messages it sent. It counts them; an application would note in its own tables whom it
/// must not write to any more, by the event's id, so that a repeat changes nothing.
/// </summary>
internal sealed class MailboxReports : ICustomerIoWebhookHandler
{
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, int> Counts => _counts;

    public Task HandleAsync(CustomerIoWebhookEvent webhookEvent, CancellationToken cancellationToken)
    {
        string what = webhookEvent switch
        {
            MessageBounced or MessageSpammed or MessageUndeliverable => "unreachable",
            MessageUnsubscribed or CustomerUnsubscribed => "unsubscribed",
            _ => webhookEvent.Metric,
        };
        _counts.AddOrUpdate(what, 1, static (_, count) => count + 1);
        return Task.CompletedTask;
    }
}
