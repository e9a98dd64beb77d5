using System.Diagnostics;
using System.Globalization;
using CustomerIo.Resilience.Diagnostics;
using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Http;
using CustomerIo.Resilience.Wire;

namespace CustomerIo.Resilience.Delivery;

/// <summary>
/// Sends a page and writes on each of its operations what became of it. A refusal of the whole request is narrowed down to
/// the operations that caused it: every operation may be repeated, so the halves are simply sent again.
/// </summary>
internal sealed class BatchSender(ICustomerIoHttp http)
{
    private const string BatchPath = "/api/v2/batch";
    private const string EntityPath = "/api/v2/entity";
    private const string AnonymousEventPath = "/api/v1/events";

    /// <summary>Never throws: a cancelled call is an unavailable server.</summary>
    public async ValueTask<SendVerdict> SendAsync(Page page, CancellationToken cancellationToken)
    {
        if (page.FirstKind is OperationKind.MergeBarrier)
        {
            Deliver(page, 0, 1);
            return SendVerdict.Done;
        }

        using System.Diagnostics.Activity? activity =
            CustomerIoDiagnostics.Source.StartActivity("customerio.deliver", ActivityKind.Client);
        activity?.SetTag("customerio.operations", page.Count);
        try
        {
            SendVerdict verdict = await SendPartAsync(page, 0, page.Count, cancellationToken).ConfigureAwait(false);
            activity?.SetStatus(verdict.Kind is SendVerdictKind.Done ? ActivityStatusCode.Ok : ActivityStatusCode.Error);
            return verdict;
        }
        catch (OperationCanceledException)
        {
            activity?.SetStatus(ActivityStatusCode.Error);
            return new SendVerdict(SendVerdictKind.Unavailable);
        }
    }

    private async ValueTask<SendVerdict> SendPartAsync(
        Page page, int first, int count, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> body = count == page.Count ? page.WholeBody() : page.PartialBody(first, count);
        string path = PathFor(page.FirstKind);
        bool isBatch = string.Equals(path, BatchPath, StringComparison.Ordinal);
        HttpCall call = new(ApiSurface.Track, HttpMethod.Post, path, body, BatchCount: isBatch ? count : 0);
        HttpResult result = await http.SendAsync(call, cancellationToken).ConfigureAwait(false);
        switch (result.MeaningTo(WireApi.Track).Class)
        {
            case AnswerClass.Success:
                break;
            case AnswerClass.Refused when count > 1:
                return await SendHalvesAsync(page, first, count, cancellationToken).ConfigureAwait(false);
            case AnswerClass.Refused:
                page.Refuse(first, RejectionReason.RefusedByServer, FirstErrorIn(result));
                return SendVerdict.Done;
            case AnswerClass.CredentialsRefused or AnswerClass.Forbidden or AnswerClass.WrongAddress:
                return new SendVerdict(SendVerdictKind.Blocked, result.RetryAfter, result.Status);
            default:
                return new SendVerdict(SendVerdictKind.Unavailable, result.RetryAfter, result.Status);
        }

        TrackAnswer answer = isBatch
            ? TrackAnswer.OfBatch(result.Status, result.Body, count)
            : TrackAnswer.OfOne(result.Status, result.Body);
        switch (answer.Kind)
        {
            case AnswerKind.Taken or AnswerKind.Refused:
                Refuse(page, first, count, answer.Refusals);
                Deliver(page, first, count);
                return SendVerdict.Done;
            case AnswerKind.NotPlaced when count > 1:
                // Sending the halves again finds it, and repeats nothing in effect.
                return await SendHalvesAsync(page, first, count, cancellationToken).ConfigureAwait(false);
            default:
                return new SendVerdict(SendVerdictKind.Unavailable, result.RetryAfter, result.Status);
        }
    }

    private async ValueTask<SendVerdict> SendHalvesAsync(
        Page page, int first, int count, CancellationToken cancellationToken)
    {
        int half = count / 2;
        SendVerdict verdict = await SendPartAsync(page, first, half, cancellationToken).ConfigureAwait(false);
        return verdict.Kind is SendVerdictKind.Done
            ? await SendPartAsync(page, first + half, count - half, cancellationToken).ConfigureAwait(false)
            : verdict;
    }

    private static string PathFor(OperationKind kind) => kind switch
    {
        OperationKind.AnonymousEvent => AnonymousEventPath,
        OperationKind.Merge => EntityPath,
        _ => BatchPath,
    };

    // Of an item's errors the first is kept.
    private static void Refuse(Page page, int first, int count, IReadOnlyList<CustomerIoError> refusals)
    {
        foreach (CustomerIoError error in refusals)
        {
            int index = count == 1 ? first : first + error.BatchIndex!.Value;
            if (page.Entries[index].Result.Status is DeliveryStatus.Queued)
            {
                page.Refuse(index, RejectionReason.RefusedByServer, error);
            }
        }
    }

    private static void Deliver(Page page, int first, int count)
    {
        foreach (ref PageEntry entry in page.Entries.Slice(first, count))
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
