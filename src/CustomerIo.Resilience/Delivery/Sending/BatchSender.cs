using System.Diagnostics;
using System.Globalization;
using CustomerIo.Resilience.Delivery.Lanes;
using CustomerIo.Resilience.Diagnostics;
using CustomerIo.Resilience.Http;

namespace CustomerIo.Resilience.Delivery.Sending;

/// <summary>
/// Sends operations of a batch once, and writes on each of them what became of it. A refusal of the whole request is narrowed
/// down to the operations that caused it: every operation may be repeated, so the halves are simply sent again.
/// </summary>
internal sealed class BatchSender(ICustomerIoHttp http)
{
    /// <summary>Never throws.</summary>
    public async Task<SendResult> SendAsync(Batch batch, int first, int count, CancellationToken cancellationToken)
    {
        using Activity? activity = CustomerIoDiagnostics.Source.StartActivity("customerio.deliver", ActivityKind.Client);
        activity?.SetTag("customerio.operations", count);
        SendResult result;
        try
        {
            result = await SendPartAsync(batch, first, count, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            result = new SendResult(SendOutcome.NotSent);
        }
        catch (Exception exception)
        {
            result = new SendResult(SendOutcome.Failed, Failure: FailureKind.Broken, Unexpected: exception);
        }

        activity?.SetStatus(result.Outcome is SendOutcome.Done ? ActivityStatusCode.Ok : ActivityStatusCode.Error);
        return result;
    }

    private async ValueTask<SendResult> SendPartAsync(
        Batch batch, int first, int count, CancellationToken cancellationToken)
    {
        SendPath path = SendPaths.Of(batch.Entries[first].Head.Kind);
        ReadOnlyMemory<byte> body = path is SendPath.Batch ? batch.BodyOf(first, count) : batch.PayloadOf(first);
        HttpCall call = new(ApiSurface.Track, HttpMethod.Post, path.Address(), body);
        HttpResult result = await http.SendOnceAsync(call, cancellationToken).ConfigureAwait(false);
        if (result.IsSuccess)
        {
            return await ReadAsync(batch, first, count, result, cancellationToken).ConfigureAwait(false);
        }

        switch (result.Status)
        {
            case 400 or 409 or 413 or 422 when count > 1:
                return await SendHalvesAsync(batch, first, count, cancellationToken).ConfigureAwait(false);
            case 400 or 409 or 413 or 422:
                batch.Refuse(first, RejectionReason.RefusedByServer, FirstErrorIn(result));
                return SendResult.Done;
            case 0 when result.Failure is FailureKind.RateLimited or FailureKind.CircuitOpen:
                return Failed(SendOutcome.NotSent, result);
            case 0 or 408 or >= 500:
                return Failed(SendOutcome.Failed, result);
            case 401:
                return Failed(SendOutcome.Unauthorized, result);
            case 429:
                return Failed(SendOutcome.Throttled, result);
            default:
                return Failed(SendOutcome.Forbidden, result);
        }
    }

    private async ValueTask<SendResult> ReadAsync(
        Batch batch, int first, int count, HttpResult result, CancellationToken cancellationToken)
    {
        if (IsHtml(result.Body.Span))
        {
            return Failed(SendOutcome.Failed, result);
        }

        IReadOnlyList<CustomerIoError> errors = ItemErrorsIn(result);
        if (count == 1 || errors.All(error => error.BatchIndex >= 0 && error.BatchIndex < count))
        {
            Deliver(batch, first, count, errors);
            return SendResult.Done;
        }

        return await SendHalvesAsync(batch, first, count, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<SendResult> SendHalvesAsync(
        Batch batch, int first, int count, CancellationToken cancellationToken)
    {
        int half = count / 2;
        SendResult result = await SendPartAsync(batch, first, half, cancellationToken).ConfigureAwait(false);
        return result.Outcome is SendOutcome.Done
            ? await SendPartAsync(batch, first + half, count - half, cancellationToken).ConfigureAwait(false)
            : result;
    }

    private static SendResult Failed(SendOutcome outcome, HttpResult result) =>
        new(outcome, result.Status, result.Failure, result.RetryAfter);

    // A page for people where JSON belongs: a proxy or a wrong address answered, not Customer.io.
    private static bool IsHtml(ReadOnlySpan<byte> body) => body.TrimStart(" \t\r\n"u8).StartsWith("<"u8);

    private static IReadOnlyList<CustomerIoError> ItemErrorsIn(HttpResult result)
    {
        const int NothingToSay = 4; // "{}" and a line break
        return result.Body.Length < NothingToSay || result.Body.Span[0] != '{' ? [] : ErrorEnvelope.Parse(result.Body);
    }

    private static void Deliver(Batch batch, int first, int count, IReadOnlyList<CustomerIoError> errors)
    {
        foreach (CustomerIoError error in errors)
        {
            batch.Refuse(count == 1 ? first : first + error.BatchIndex!.Value, RejectionReason.RefusedByServer, error);
        }

        foreach (ref BatchEntry entry in batch.Entries.Slice(first, count))
        {
            if (entry.Result.Status is DeliveryStatus.Queued)
            {
                entry.Result = DeliveryResult.Delivered(entry.Head.Id);
            }
        }
    }

    private static CustomerIoError FirstErrorIn(HttpResult result) => ErrorEnvelope.Parse(result.Body) is [var error, ..]
        ? error
        : new(string.Create(CultureInfo.InvariantCulture, $"HTTP {result.Status} without an explanation."));
}
