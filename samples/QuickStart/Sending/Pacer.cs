using System.Diagnostics;

namespace CustomerIo.Resilience.QuickStart.Sending;

/// <summary>Spreads calls evenly over time.</summary>
internal sealed class Pacer(int perSecond)
{
    private static readonly TimeSpan WorthWaiting = TimeSpan.FromMilliseconds(5);

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private long _count;

    /// <summary>Ends when the next call may be made; at once when there is no limit.</summary>
    public async ValueTask NextAsync(CancellationToken cancellationToken)
    {
        if (perSecond == 0)
        {
            return;
        }

        TimeSpan ahead = TimeSpan.FromSeconds((double)_count++ / perSecond) - _watch.Elapsed;
        if (ahead > WorthWaiting)
        {
            await Task.Delay(ahead, cancellationToken);
        }
    }
}
