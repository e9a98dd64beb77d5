using System.Diagnostics;
using System.Globalization;
using CustomerIo.Resilience.Diagnostics;
using CustomerIo.Resilience.Fallback;
using CustomerIo.Resilience.Http;

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
            Deliver(page, 0, 1, []);
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
        HttpCall call = new(ApiSurface.Track, HttpMethod.Post, PathFor(page.FirstKind), body);
        HttpResult result = await http.SendAsync(call, cancellationToken).ConfigureAwait(false);
        if (result.IsSuccess)
        {
            if (IsHtml(result.Body.Span))
            {
                return new SendVerdict(SendVerdictKind.Blocked, null, result.Status);
            }

            IReadOnlyList<CustomerIoError> errors = ItemErrorsIn(result);
            if (count == 1 || errors.All(error => error.BatchIndex >= 0 && error.BatchIndex < count))
            {
                Deliver(page, first, count, errors);
                return SendVerdict.Done;
            }

            // An error that names no item: sending the halves again finds it, and repeats nothing in effect.
            return await SendHalvesAsync(page, first, count, cancellationToken).ConfigureAwait(false);
        }

        switch (result.Status)
        {
            case 400 or 409 or 413 or 422 when count > 1:
                return await SendHalvesAsync(page, first, count, cancellationToken).ConfigureAwait(false);
            case 400 or 409 or 413 or 422:
                page.Refuse(first, RejectionReason.RefusedByServer, FirstErrorIn(result));
                return SendVerdict.Done;
            case 0 or 408 or 429 or >= 500:
                return new SendVerdict(SendVerdictKind.Unavailable, result.RetryAfter, result.Status);
            default:
                return new SendVerdict(SendVerdictKind.Blocked, result.RetryAfter, result.Status);
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

    // A page for people where JSON belongs: a proxy or a wrong address answered, not Customer.io.
    private static bool IsHtml(ReadOnlySpan<byte> body) => body.TrimStart(" \t\r\n"u8).StartsWith("<"u8);

    private static IReadOnlyList<CustomerIoError> ItemErrorsIn(HttpResult result)
    {
        const int NothingToSay = 4; // "{}" and a line break
        return result.Body.Length < NothingToSay || result.Body.Span[0] != '{' ? [] : ErrorEnvelope.Parse(result.Body);
    }

    private static void Deliver(Page page, int first, int count, IReadOnlyList<CustomerIoError> errors)
    {
        foreach (CustomerIoError error in errors)
        {
            int index = count == 1 ? first : first + error.BatchIndex!.Value;
            page.Refuse(index, RejectionReason.RefusedByServer, error);
        }

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
