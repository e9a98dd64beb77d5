using System.Diagnostics;
using System.Globalization;
using CustomerIo.Resilience.Delivery.Lanes;
using CustomerIo.Resilience.Diagnostics;
using CustomerIo.Resilience.Http;
using CustomerIo.Resilience.Wire;

namespace CustomerIo.Resilience.Delivery.Sending;

/// <summary>
/// Sends operations of a batch once, and writes on each of them what became of it. A refusal of the whole request is narrowed
/// down to the operations that caused it: every operation may be repeated, so the halves are simply sent again.
/// </summary>
internal sealed class BatchSender(ICustomerIoHttp http)
{
    // A server that asks for months is wrong.
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(1);

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
        bool isBatch = path is SendPath.Batch;
        ReadOnlyMemory<byte> body = isBatch ? batch.BodyOf(first, count) : batch.PayloadOf(first);
        HttpCall call = new(ApiSurface.Track, HttpMethod.Post, path.Address(), body, BatchCount: isBatch ? count : 0);
        HttpResult result = await http.SendOnceAsync(call, cancellationToken).ConfigureAwait(false);
        switch (result.MeaningTo(WireApi.Track).Class)
        {
            case AnswerClass.Success:
                return Read(batch, first, count, isBatch, result);
            case AnswerClass.Refused when count > 1:
                return await SendHalvesAsync(batch, first, count, cancellationToken).ConfigureAwait(false);
            case AnswerClass.Refused:
                batch.Refuse(first, RejectionReason.RefusedByServer, FirstErrorIn(result));
                return SendResult.Done;
            case AnswerClass.NotTried:
                return Failed(SendOutcome.NotSent, result);
            case AnswerClass.CredentialsRefused:
                return Failed(SendOutcome.Unauthorized, result);
            case AnswerClass.Forbidden or AnswerClass.WrongAddress:
                return Failed(SendOutcome.Forbidden, result);
            case AnswerClass.RateLimited:
                return Failed(SendOutcome.Throttled, result);
            default:
                return Failed(SendOutcome.Failed, result);
        }
    }

    // What cannot be understood, or names an item that was not sent, says nothing about any of the operations.
    private static SendResult Read(Batch batch, int first, int count, bool isBatch, HttpResult result)
    {
        TrackAnswer answer = isBatch
            ? TrackAnswer.OfBatch(result.Status, result.Body, count)
            : TrackAnswer.OfOne(result.Status, result.Body);
        if (answer.Kind is not (AnswerKind.Taken or AnswerKind.Refused))
        {
            return Failed(SendOutcome.Failed, result);
        }

        Refuse(batch, first, count, answer.Refusals);
        Deliver(batch, first, count);
        return SendResult.Done;
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
        new(
            outcome,
            result.Status,
            result.Failure,
            result.RetryAfter > LongestRetryAfter ? LongestRetryAfter : result.RetryAfter,
            result.Cause is { } cause && !TransportFailure.IsForeseen(cause) ? cause : null);

    // Of an item's errors the first is kept.
    private static void Refuse(Batch batch, int first, int count, IReadOnlyList<CustomerIoError> refusals)
    {
        foreach (CustomerIoError error in refusals)
        {
            int index = count == 1 ? first : first + error.BatchIndex!.Value;
            if (batch.Entries[index].Result.Status is DeliveryStatus.Queued)
            {
                batch.Refuse(index, RejectionReason.RefusedByServer, error);
            }
        }
    }

    private static void Deliver(Batch batch, int first, int count)
    {
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
