using CustomerIo.Resilience.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CustomerIo.Resilience.Delivery.Intake;

/// <summary>Counts what is not taken in; logs the first of each reason in a minute, so that a flood stays one line.</summary>
internal sealed class RejectionMeter(CustomerIoMetrics metrics, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    private readonly long[] _loggedAt = new long[Enum.GetValues<RejectionReason>().Length];

    public void Count(RejectionReason reason)
    {
        metrics.CountRefused(reason);
        if (reason is RejectionReason.Stopped)
        {
            // Calls that come late are part of every stop; the log has a line about the stop itself.
            return;
        }

        long now = time.GetTimestamp();
        long last = Interlocked.Read(ref _loggedAt[(int)reason]);
        bool isQuiet = last != 0 && time.GetElapsedTime(last, now) < Quiet;
        if (!isQuiet && Interlocked.CompareExchange(ref _loggedAt[(int)reason], now, last) == last)
        {
            DeliveryLog.RejectedBeforeSend(logger, reason);
        }
    }
}
