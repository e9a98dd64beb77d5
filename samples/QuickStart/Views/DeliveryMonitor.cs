using System.Diagnostics;

namespace CustomerIo.Resilience.QuickStart.Views;

/// <summary>Looks at the delivery; every look is a handful of reads from memory.</summary>
internal sealed class DeliveryMonitor(ICustomerIoStatus status, int total, Func<int> sent, Func<bool?> isServerUp)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Queue<(TimeSpan At, long Sent, long Delivered)> _past = new();

    public Snapshot Look()
    {
        DeliveryFigures figures = status.Figures;
        ICircuitBreaker breaker = status.Circuits.Track;
        (TimeSpan At, long Sent, long Delivered) now = (_watch.Elapsed, sent(), figures.Delivered);
        _past.Enqueue(now);
        while (_past.Count > 1 && now.At - _past.Peek().At > Window)
        {
            _past.Dequeue();
        }

        (TimeSpan At, long Sent, long Delivered) then = _past.Peek();
        double seconds = Math.Max((now.At - then.At).TotalSeconds, 0.001);
        return new Snapshot
        {
            Elapsed = now.At,
            Total = total,
            Sent = (int)now.Sent,
            Figures = figures,
            Breaker = breaker.State,
            RetryAfter = breaker.RetryAfter,
            IsServerUp = isServerUp(),
            SentPerSecond = (now.Sent - then.Sent) / seconds,
            DeliveredPerSecond = (now.Delivered - then.Delivered) / seconds,
        };
    }
}
