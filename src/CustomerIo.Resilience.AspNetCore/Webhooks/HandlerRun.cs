using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.AspNetCore.Webhooks;

/// <summary>Runs the handler of one event, and says what came of it.</summary>
internal sealed class HandlerRun(TimeSpan timeout, TimeProvider time, WebhookMetrics metrics, ILogger logger)
{
    public async Task RunAsync(WebhookWork work, CancellationToken cancellationToken)
    {
        Exception? failure = await CallAsync(work, cancellationToken).ConfigureAwait(false);
        bool isFirstEnd = work.TryEnd(
            failure is null ? WebhookOutcome.Handled : WebhookOutcome.Failed, out bool wasAcknowledged);
        if (failure is null || !isFirstEnd)
        {
            return;
        }

        if (wasAcknowledged)
        {
            metrics.CountLost(1);
            WebhookLog.Lost(logger, work.Key, failure);
        }
        else
        {
            WebhookLog.HandlerFailed(logger, work.Key, failure);
        }
    }

    private async Task<Exception?> CallAsync(WebhookWork work, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        using CancellationTokenSource limit = new(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        Exception? failure = null;
        try
        {
            await work.Handler(work.Event, either.Token).ConfigureAwait(false);
        }
        catch (Exception thrown)
        {
            failure = thrown;
        }

        metrics.HandlerRan(time.GetElapsedTime(start), failure);
        return failure;
    }
}
