using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.AspNetCore.Webhooks;

/// <summary>
/// Says what was refused, each reason once a minute: anybody can send requests, and nobody is to fill the log with
/// them. Metrics count all.
/// </summary>
internal sealed class RefusalLog(TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly object _gate = new();
    private readonly Dictionary<WebhookOutcome, long> _told = [];

    public void Unsigned(string header)
    {
        if (IsDue(WebhookOutcome.Unsigned))
        {
            WebhookLog.Unsigned(logger, header);
        }
    }

    public void WrongSignature(int secrets)
    {
        if (IsDue(WebhookOutcome.WrongSignature))
        {
            WebhookLog.WrongSignature(logger, secrets);
        }
    }

    public void Stale(long seconds, TimeSpan window)
    {
        if (IsDue(WebhookOutcome.Stale))
        {
            WebhookLog.Stale(logger, seconds, (long)window.TotalSeconds);
        }
    }

    public void TooLarge(int limit)
    {
        if (IsDue(WebhookOutcome.TooLarge))
        {
            WebhookLog.TooLarge(logger, limit);
        }
    }

    public void Busy(int waiting)
    {
        if (IsDue(WebhookOutcome.Busy))
        {
            WebhookLog.Busy(logger, waiting);
        }
    }

    private bool IsDue(WebhookOutcome reason)
    {
        lock (_gate)
        {
            if (_told.TryGetValue(reason, out long last) && time.GetElapsedTime(last) < Pause)
            {
                return false;
            }

            _told[reason] = time.GetTimestamp();
            return true;
        }
    }
}
