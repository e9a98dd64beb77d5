using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace CustomerIo.Resilience.AspNetCore.Webhooks;

/// <summary>
/// Lets in what Customer.io sent: headers first, so that a body is read only if it can pass, then the body's length,
/// its signature, and last of all its JSON.
/// </summary>
internal sealed class WebhookGate(
    CustomerIoWebhookOptions options,
    WebhookSecrets secrets,
    TimeProvider time,
    RefusalLog log,
    Action<string> malformed)
{
    /// <summary>The event, or why there is none, and the bytes of the body.</summary>
    public async Task<(CustomerIoWebhookEvent? Event, WebhookOutcome Refusal, int Bytes)> AdmitAsync(
        HttpContext context)
    {
        HttpRequest request = context.Request;
        string? timestamp = Single(request, CustomerIoWebhookSignature.TimestampHeader);
        string? signature = Single(request, CustomerIoWebhookSignature.SignatureHeader);
        if (!CustomerIoWebhookSignature.IsWellFormed(timestamp, signature))
        {
            log.Unsigned(
                CustomerIoWebhookSignature.IsTimestamp(timestamp)
                    ? CustomerIoWebhookSignature.SignatureHeader
                    : CustomerIoWebhookSignature.TimestampHeader);
            return Refused(WebhookOutcome.Unsigned);
        }

        DateTimeOffset now = time.GetUtcNow();
        if (!CustomerIoWebhookSignature.IsRecent(timestamp, now, options.ReplayWindow))
        {
            log.Stale(
                now.ToUnixTimeSeconds() - long.Parse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture),
                options.ReplayWindow);
            return Refused(WebhookOutcome.Stale);
        }

        ArraySegment<byte>? body = await BodyReader
            .ReadAsync(request, options.MaxBodyBytes, context.RequestAborted)
            .ConfigureAwait(false);
        if (body is not { } bytes)
        {
            log.TooLarge(options.MaxBodyBytes);
            return Refused(WebhookOutcome.TooLarge);
        }

        IReadOnlyCollection<string> current = secrets.Current;
        if (!CustomerIoWebhookSignature.Verify(timestamp, signature, bytes, current))
        {
            log.WrongSignature(current.Count);
            return Refused(WebhookOutcome.WrongSignature);
        }

        if (!WebhookEventReader.TryRead(bytes, out CustomerIoWebhookEvent? read, out string? problem))
        {
            malformed(problem);
            return Refused(WebhookOutcome.Malformed);
        }

        return (read, default, bytes.Count);
    }

    private static string? Single(HttpRequest request, string header) =>
        request.Headers[header] is [string value] ? value : null;

    private static (CustomerIoWebhookEvent? Event, WebhookOutcome Refusal, int Bytes) Refused(WebhookOutcome outcome) =>
        (null, outcome, 0);
}
