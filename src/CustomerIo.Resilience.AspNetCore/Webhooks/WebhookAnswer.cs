using Microsoft.AspNetCore.Http;

namespace CustomerIo.Resilience.AspNetCore.Webhooks;

/// <summary>What an outcome is for the sender, and in metrics.</summary>
internal static class WebhookAnswer
{
    // 503 and 413 are tried again soon; after 400, 401, 429 and 500 Customer.io waits for an hour.
    public static int StatusOf(WebhookOutcome outcome) => outcome switch
    {
        WebhookOutcome.Handled or WebhookOutcome.Acknowledged or WebhookOutcome.Duplicate => StatusCodes.Status200OK,
        WebhookOutcome.Unsigned or WebhookOutcome.Stale or WebhookOutcome.WrongSignature =>
            StatusCodes.Status401Unauthorized,
        WebhookOutcome.TooLarge => StatusCodes.Status413PayloadTooLarge,
        WebhookOutcome.Malformed => StatusCodes.Status400BadRequest,
        WebhookOutcome.Aborted => StatusCodes.Status499ClientClosedRequest,
        _ => StatusCodes.Status503ServiceUnavailable,
    };

    public static string NameOf(WebhookOutcome outcome) => outcome switch
    {
        WebhookOutcome.Handled => "handled",
        WebhookOutcome.Acknowledged => "acknowledged",
        WebhookOutcome.Unfinished => "unfinished",
        WebhookOutcome.Duplicate => "duplicate",
        WebhookOutcome.Failed => "failed",
        WebhookOutcome.Busy => "busy",
        WebhookOutcome.Stopping => "stopping",
        WebhookOutcome.Unsigned => "unsigned",
        WebhookOutcome.Stale => "stale",
        WebhookOutcome.WrongSignature => "wrong_signature",
        WebhookOutcome.TooLarge => "too_large",
        WebhookOutcome.Malformed => "malformed",
        _ => "aborted",
    };
}
