using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.AspNetCore.Webhooks;

/// <summary>
/// What the webhook endpoint has to say. Ids 1300 to 1349; no person, payload or secret in any of them. Events are
/// named by their id.
/// </summary>
internal static partial class WebhookLog
{
    [LoggerMessage(
        1300,
        LogLevel.Warning,
        "A webhook request was refused: its {Header} header is missing or malformed. Told at most once a minute.")]
    public static partial void Unsigned(ILogger logger, string header);

    [LoggerMessage(
        1301,
        LogLevel.Warning,
        "A webhook request was refused: none of the {Count} signing secret(s) made its signature. If Customer.io " +
        "sent it, compare the secret with the webhook's page, and see that nothing changes the body on its way. " +
        "Told at most once a minute.")]
    public static partial void WrongSignature(ILogger logger, int count);

    [LoggerMessage(
        1302,
        LogLevel.Warning,
        "A webhook request was refused: its timestamp is {Seconds} s before the clock (negative: after it), " +
        "{Window} s is allowed. If Customer.io sent it, look at the clock. Told at most once a minute.")]
    public static partial void Stale(ILogger logger, long seconds, long window);

    [LoggerMessage(
        1303,
        LogLevel.Warning,
        "A webhook request was refused: its body is longer than {Limit} bytes. If Customer.io sent it, the " +
        "events behind it wait: raise MaxBodyBytes. Told at most once a minute.")]
    public static partial void TooLarge(ILogger logger, int limit);

    [LoggerMessage(1304, LogLevel.Error, "A signed webhook request is no event: {Problem} It is answered 400.")]
    public static partial void Malformed(ILogger logger, string problem);

    [LoggerMessage(
        1305,
        LogLevel.Warning,
        "Webhook events are refused: {Count} wait for a handler. Customer.io sends them again. Told at most once " +
        "a minute.")]
    public static partial void Busy(ILogger logger, int count);

    [LoggerMessage(1306, LogLevel.Warning, "The handler of event {EventId} failed; Customer.io sends the event again.")]
    public static partial void HandlerFailed(ILogger logger, string eventId, Exception exception);

    [LoggerMessage(
        1307,
        LogLevel.Error,
        "The handler of event {EventId} failed after the event had been acknowledged; Customer.io does not send " +
        "it again.")]
    public static partial void Lost(ILogger logger, string eventId, Exception exception);

    [LoggerMessage(
        1308,
        LogLevel.Error,
        "The host has no more time to stop: {Lost} acknowledged webhook event(s) were not handled to the end, " +
        "and Customer.io does not send them again. {Unanswered} other(s) it does.")]
    public static partial void Abandoned(ILogger logger, int lost, int unanswered);

    [LoggerMessage(
        1309,
        LogLevel.Error,
        "The webhook options were changed to something invalid; the earlier signing secrets stay in use.")]
    public static partial void InvalidReload(ILogger logger);
}
