using Microsoft.AspNetCore.Http;

namespace CustomerIo.Resilience.AspNetCore.Webhooks;

/// <summary>One mapped address: answers its requests, and remembers its events.</summary>
internal sealed class WebhookEndpoint(
    WebhookServices services, Func<CustomerIoWebhookEvent, CancellationToken, Task> handler)
{
    private readonly EventMemory _memory = new(services.Options, services.Time);

    public async Task AnswerAsync(HttpContext context)
    {
        long start = services.Time.GetTimestamp();
        WebhookOutcome outcome = await ReceiveAsync(context, start).ConfigureAwait(false);
        services.Metrics.CountRequest(outcome);
        context.Response.StatusCode = WebhookAnswer.StatusOf(outcome);
    }

    private async Task<WebhookOutcome> ReceiveAsync(HttpContext context, long start)
    {
        try
        {
            (CustomerIoWebhookEvent? admitted, WebhookOutcome refusal, int bytes) = await services.Gate
                .AdmitAsync(context)
                .ConfigureAwait(false);
            return admitted is null
                ? refusal
                : await HandleAsync(admitted, bytes, start, context.RequestAborted).ConfigureAwait(false);
        }
        catch (BadHttpRequestException failure) when (failure.StatusCode is StatusCodes.Status413PayloadTooLarge)
        {
            // The server's own limit is lower than ours.
            return WebhookOutcome.TooLarge;
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException)
        {
            return WebhookOutcome.Aborted;
        }
    }

    private async Task<WebhookOutcome> HandleAsync(
        CustomerIoWebhookEvent admitted, int bytes, long start, CancellationToken cancellationToken)
    {
        if (_memory.IsNew(admitted.EventId, out EventEntry? entry))
        {
            WebhookWork work = new(admitted, bytes, handler, _memory, entry!);
            if (!services.Queue.TryAdd(work))
            {
                return Refuse(work);
            }
        }

        return entry is null
            ? WebhookOutcome.Duplicate
            : await WaitAsync(entry, start, cancellationToken).ConfigureAwait(false);
    }

    private WebhookOutcome Refuse(WebhookWork work)
    {
        WebhookOutcome outcome = services.Queue.IsStopping ? WebhookOutcome.Stopping : WebhookOutcome.Busy;
        work.TryEnd(outcome, out _);
        if (outcome is WebhookOutcome.Busy)
        {
            services.Log.Busy(services.Queue.Count);
        }

        return outcome;
    }

    private async Task<WebhookOutcome> WaitAsync(EventEntry entry, long start, CancellationToken cancellationToken)
    {
        TimeSpan left = services.Options.AnswerWithin - services.Time.GetElapsedTime(start);
        if (left > TimeSpan.Zero)
        {
            await ((Task)entry.End)
                .WaitAsync(left, services.Time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (entry.End.IsCompleted)
        {
            return await entry.End.ConfigureAwait(false);
        }

        // Nobody is there to hear it.
        cancellationToken.ThrowIfCancellationRequested();
        if (services.Queue.IsStopping)
        {
            return WebhookOutcome.Stopping;
        }

        if (!services.Options.AcknowledgeUnfinished)
        {
            return WebhookOutcome.Unfinished;
        }

        // Between the two looks it may have ended: then its end is the answer.
        return entry.TryAcknowledge() ? WebhookOutcome.Acknowledged : await entry.End.ConfigureAwait(false);
    }
}
